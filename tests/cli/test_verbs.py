"""The verbs as a script calls them: exit statuses, JSON and messages of the contract."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from export import export
from main import main
from model.checks import check, counted
from model.checks.catalogue import explain
from model.checks.setting_aside import set_aside
from model.draft import draft_bytes, read_draft, write_draft
from model.report import new_report
from model.signoff import short_code

ROOT = Path(__file__).parents[2]
SEED = ROOT / "samples" / "zhangdian-2023.gknb"
CLEAN = ROOT / "samples" / "clean-2025.gknb"
NEW = "applications/new_received/natural_person"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "草 稿.gknb"
    path.write_bytes(CLEAN.read_bytes())
    return path


def test_check_of_a_clean_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(CLEAN)]) == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_check_names_the_imbalance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SEED)]) == 1
    out = capsys.readouterr().out
    assert "三、收到和处理政府信息公开申请情况" in out
    assert "后者多1" in out
    assert "1个错误" in out


def test_check_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SEED), "--json"]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["path"] == str(SEED)
    (finding,) = [f for f in file["findings"] if f["severity"] == "error"]
    rows = ("new_received", "carried_over", "handled_total", "carried_forward")
    assert finding["rule"] == "balance"
    assert finding["section"] == "applications"
    assert finding["cells"] == [f"applications/{row}/natural_person" for row in rows]
    assert (finding["expected"], finding["actual"]) == ("1", "2")
    assert finding["message"]


def test_check_tells_what_was_set_aside_last_and_does_not_count_it(
    capsys: pytest.CaptureFixture[str], draft: Path, tmp_path: Path
) -> None:
    report = read_draft(draft)
    report.last_year = read_draft(CLEAN)
    report.last_year.apply({"year": 2024, "applications/carried_forward/natural_person": 77})
    report.apply({"texts/other": "收取信息处理费XX元。"})
    write_draft(report, draft)
    assert main(["check", str(draft)]) == 1
    before = capsys.readouterr().out
    assert "1个错误" in before.splitlines()[-1]
    [error] = [finding for finding in check(report) if finding.rule == "carried-over"]
    report.apply(set_aside(report, error, "机构合并，按划转数填写"))
    write_draft(report, draft)
    assert main(["check", str(draft)]) == 0  # it counts no longer
    *lines, heading, aside, reason, count = capsys.readouterr().out.splitlines()
    assert "已搁置" in heading and "carried" not in aside
    assert error.message in aside and "三、收到和处理政府信息公开申请情况" in aside
    assert reason.strip() == "理由：机构合并，按划转数填写"
    assert count.strip() == counted(check(read_draft(draft))) and "错误" not in count
    assert not any(error.message in line for line in lines)
    assert main(["check", str(draft), "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    [reason] = [f["set_aside"] for f in findings if "set_aside" in f]
    assert reason == "机构合并，按划转数填写"
    assert main(["export", str(draft), str(tmp_path / "a.pdf")]) == 0


def test_check_says_what_to_do_where_the_message_does_not(
    capsys: pytest.CaptureFixture[str], draft: Path
) -> None:
    report = read_draft(draft)
    report.apply({"texts/overview": "主动公开信息12条。"})
    write_draft(report, draft)
    assert main(["check", str(draft)]) == 0
    out = capsys.readouterr().out
    assert f"做法：{explain('overview-aspects').mend}" in out
    report.apply({"texts/overview": "主动公开信息XX条。"})
    write_draft(report, draft)
    main(["check", str(draft)])
    assert f"做法：{explain('placeholder-left').mend}" not in capsys.readouterr().out  # its message has it


@pytest.mark.parametrize("suffix", [".xlsx", ".pdf"])
def test_check_saves_a_report_of_all_files(
    suffix: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / f"检查 结果{suffix}"
    files = [str(SEED), str(CLEAN), str(tmp_path / "没有.gknb")]
    assert main(["check", *files, "--report", str(out)]) == 2
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1].startswith("共检查2份报告，1份有错误；1份没有读入")
    assert out.read_bytes()[:2] in (b"PK", b"%P")
    assert main(["check", str(CLEAN), "--json", "--report", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["files"][0]["findings"] == []


def test_check_refuses_a_report_of_another_kind_at_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["check", str(SEED), "--report", str(tmp_path / "a.docx")]) == 2
    captured = capsys.readouterr()
    assert ".xlsx、.pdf" in captured.err and not captured.out
    assert main(["check", str(CLEAN), "--report", str(tmp_path / "无" / "a.pdf")]) == 2
    assert "文件夹" in capsys.readouterr().err


def test_check_never_writes_over_what_it_checks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    book = tmp_path / "年报.xlsx"
    export(read_draft(CLEAN), book)
    before = book.read_bytes()
    assert main(["check", str(book), "--report", str(tmp_path / "." / "年报.xlsx")]) == 2
    assert "换一个文件名" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_check_goes_on_after_an_unreadable_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(SEED), str(tmp_path / "没有.gknb"), str(CLEAN), "--json"]) == 2
    captured = capsys.readouterr()
    files = json.loads(captured.out)["files"]
    assert [sorted(file) for file in files] == [["findings", "path"], ["error", "path"], ["findings", "path"]]
    assert "没有.gknb" in captured.err


def test_check_against_last_year(capsys: pytest.CaptureFixture[str], draft: Path, tmp_path: Path) -> None:
    last = read_draft(draft)
    last.apply({"year": 2024, "applications/carried_forward/natural_person": 77})
    write_draft(last, tmp_path / "上年.gknb")
    assert main(["check", str(draft), "--last-year", str(tmp_path / "上年.gknb"), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    assert [f["rule"] for f in findings if f["severity"] == "error"] == ["carried-over"]
    assert {"in-force", "unchanged-from-last-year"} <= {f["rule"] for f in findings}


def test_new(tmp_path: Path) -> None:
    out = tmp_path / "新.gknb"
    assert main(["new", str(out), "--agency", "甲局", "--year", "2025"]) == 0
    assert read_draft(out) == new_report("甲局", 2025)


def test_new_takes_over_what_last_year_left(tmp_path: Path) -> None:
    out = tmp_path / "新.gknb"
    last = read_draft(CLEAN)
    assert last.year is not None
    arguments = ["--agency", "甲局", "--year", str(last.year + 1), "--last-year", str(CLEAN)]
    assert main(["new", str(out), *arguments]) == 0
    report = read_draft(out)
    for column in ("natural_person", "commercial_enterprise", "other_organization"):
        was = last.value(f"applications/carried_forward/{column}")
        assert report.value(f"applications/carried_over/{column}") == was
    assert report.last_year is not None
    assert report.last_year.texts == last.texts
    assert report.last_year.cells == last.cells


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--agency", "甲", "--year", "1999"], "2008"),
        (["--agency", "甲", "--year", "二〇二五"], "用法"),
        (["--agency", "甲" * 201, "--year", "2025"], "200"),
        (["--agency", "甲\n乙", "--year", "2025"], "一行"),
        (["--agency", "  ", "--year", "2025"], "空"),
        (["--year", "2025"], "用法"),
    ],
)
def test_new_refuses(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", str(tmp_path / "a.gknb"), *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_export_refuses_errors_unless_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "出 口.pdf"
    assert main(["export", str(SEED), str(out)]) == 1
    assert "自然人" in capsys.readouterr().err
    assert not out.exists()
    assert main(["export", str(SEED), str(out), "--force"]) == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_export_replaces_what_was_there(draft: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"a{suffix}"
    out.write_bytes(b"old")
    assert main(["export", str(draft), str(out)]) == 0
    assert len(out.read_bytes()) > 3000


def test_export_into_a_folder_that_is_not_there(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(draft), str(draft.parent / "无" / "a.pdf")]) == 2
    assert "文件夹不存在" in capsys.readouterr().err


def test_export_of_an_unknown_kind(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(draft), "a.zip"]) == 2
    assert ".pdf" in capsys.readouterr().err


def test_verify(draft: Path) -> None:
    code = short_code(read_draft(draft))
    assert main(["verify", str(draft), code]) == 0
    assert main(["verify", str(draft), f"校验码：{code.lower().replace('-', ' ')}"]) == 0
    report = read_draft(draft)
    report.apply({NEW: 987})
    draft.write_bytes(draft_bytes(report))
    assert main(["verify", str(draft), code]) == 1
    assert main(["verify", str(draft), "XYZ"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [["frobnicate"], ["check"], ["export", "a.gknb"], ["check", "--what", "a"], ["a.gknb", "b.gknb"]],
)
def test_bad_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert "用法" in captured.err
    assert not captured.out


def test_a_defect_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(report: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr("cli.check.check", broken)
    assert main(["check", str(CLEAN)]) == 2
    assert capsys.readouterr().err.startswith("程序内部出错（ZeroDivisionError")


def test_the_verbs_load_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from main import main\n"
        f"main(['export', {str(CLEAN)!r}, {str(tmp_path / 'a.pdf')!r}])\n"
        f"main(['check', {str(CLEAN)!r}])\n"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "check", SEED],
        capture_output=True,
        cwd=tmp_path,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 1
    assert "勾稽关系" in done.stdout.decode("utf-8")


def test_pages_hold_what_was_forced_out(tmp_path: Path) -> None:
    out = tmp_path / "a.pdf"
    main(["export", str(SEED), str(out), "--force"])
    with pdfplumber.open(BytesIO(out.read_bytes())) as pdf:
        text = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert "张店区退役军人事务局2023年政府信息公开工作年度报告" in text


@pytest.mark.parametrize("arguments", [["check", str(SEED)], ["--help"], ["check", str(SEED), "--json"]])
def test_a_reader_that_goes_away_changes_nothing(arguments: list[str], tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, ROOT / "main.py", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout and running.stderr
    running.stdout.close()
    assert running.wait(60) == (1 if "check" in arguments else 0)
    assert not running.stderr.read()
    running.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_full_disk_behind_the_output_is_told() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, ROOT / "main.py", "check", CLEAN], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert "磁盘已满" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--what", "a"], "--what"),
        (["new", "a.gknb", "--agency", "甲", "--year", "abc"], "abc"),
        (["verify", "a.gknb"], "code"),
    ],
)
def test_bad_usage_says_what_is_bad(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert says in capsys.readouterr().err.split("用法")[0]


def test_help_of_a_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--help"]) == 0
    assert "--for-signature" in capsys.readouterr().out


def test_another_agencys_report_as_last_years_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(CLEAN), "--last-year", str(SEED)])
    err = capsys.readouterr().err
    assert "张店区退役军人事务局" in err
    assert "不是2024年的" in err
