"""Form, report, totals, checks and the draft file: plain Python without Qt or any document library."""
