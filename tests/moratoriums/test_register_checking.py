"""The folder is checked without a database, and files that are right are put into one form."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.moratoriums.register_folder import PLEDGE, content, make_folder, second_pledge, write


def test_a_right_folder_is_right_without_a_database(tmp_path):
    out = StringIO()
    call_command("check_register", str(make_folder(tmp_path)), stdout=out)
    assert out.getvalue() == "4 files are right.\n"


def test_a_file_in_another_form_is_named_and_tidied_on_demand(tmp_path):
    make_folder(tmp_path)
    before = content(tmp_path)
    loose = PLEDGE.replace("summary: Amazon stops", "summary: >-\n  Amazon\n  stops")
    path = write(tmp_path, "pledges/amazon-2020.yaml", f"# A remark.\n{loose}")
    with pytest.raises(CommandError, match="not in the usual form") as caught:
        call_command("check_register", str(tmp_path))
    assert str(path) in str(caught.value)
    assert "--tidy" in str(caught.value)
    call_command("check_register", str(tmp_path), tidy=True, stdout=StringIO())
    assert content(tmp_path) == before


def test_tidying_touches_nothing_while_a_file_is_wrong(tmp_path):
    make_folder(tmp_path)
    write(tmp_path, "pledges/amazon-2020.yaml", f"# A remark.\n{PLEDGE}")
    write(tmp_path, "pledges/amazon-2021.yaml", second_pledge("kind: moratorium", "kind: pause"))
    before = content(tmp_path)
    with pytest.raises(CommandError, match="'pause' is not one of"):
        call_command("check_register", str(tmp_path), tidy=True)
    assert content(tmp_path) == before
