class Refusal(Exception):
    """An action says no, in words that a person can act on.

    `message` is translated and shown as it is; `code` is stable and for machines.
    Views add it to their form, the API answers 409 with both.
    """

    def __init__(self, message: str, *, code: str):
        super().__init__(message)
        self.message = message
        self.code = code
