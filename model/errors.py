"""The one exception that is meant for a person."""


class UserError(Exception):
    """Something the clerk can put right.

    The message is a Chinese sentence that says what is wrong, where, what was expected and what to do.
    Every other exception is a defect of the program.
    """
