import json
import logging
import re

# Invite, guest, stop and attempt tokens are secrets that travel in paths.
TOKEN_PATHS = re.compile(
    r"(/(?:i|t|c|stop/office|stop/morning|stop|done|again|visit|partner|join|confirm"
    r"|reset/key)/)[^/\s\"?]+"
)
# PostgreSQL adds the whole row that broke a rule, with what people wrote in it.
WHOLE_ROWS = re.compile(r"^DETAIL: .*$", re.MULTILINE)

STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonLine(logging.Formatter):
    """One JSON object a line; tokens in paths are cut out, never names or answers."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": TOKEN_PATHS.sub(r"\1…", record.getMessage()),
        }
        extra = {k: v for k, v in vars(record).items() if k not in STANDARD}
        line |= {k: v for k, v in extra.items() if isinstance(v, (str, int, float))}
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            line["trace"] = TOKEN_PATHS.sub(r"\1…", WHOLE_ROWS.sub("DETAIL: …", trace))
        return json.dumps(line, ensure_ascii=False, default=str)
