import ast
from pathlib import Path

import bench
import plain


def has_a_main(file: Path) -> bool:
    return '__name__ == "__main__"' in ast.unparse(ast.parse(file.read_text())).replace(
        "'", '"'
    )


def test_every_program_of_the_list_can_be_run_by_itself():
    files = [Path(plain.ROOT) / "bench" / f"{name}.py" for name in bench.PROGRAMS]

    assert [file.name for file in files if not has_a_main(file)] == []
