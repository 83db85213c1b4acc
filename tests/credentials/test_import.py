"""Many credentials from one CSV: each line for itself, told line by line, and no key kept in clear."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from credentials.models import Credential
from tests.credentials.conftest import KEY, URL, new_key


@pytest.fixture
def browser(as_user, root):
    return as_user(root)


def streamed(answer):
    return b"".join(answer.streaming_content).decode()


def paste(browser, text, **more):
    return browser.post("/credentials/import/", {"text": text, **more})


def test_each_line_becomes_a_credential(browser, shop, other, keyring):
    text = f"name,webhook,teams,description\nA,{URL},shop other,Builds\nB,{new_key()},*,\n\nC,{new_key()}\n"

    report = streamed(paste(browser, text))

    made = Credential.objects.in_bulk(field_name="pk").values()
    by_name = {each.name: each for each in made}
    assert sorted(by_name) == ["A", "B", "C"]
    assert {team.slug for team in by_name["A"].teams.all()} == {"shop", "other"}
    assert (by_name["A"].description, by_name["B"].is_shared_with_all) == ("Builds", True)
    assert "Done: 3 registered, 0 refused." in report


def test_a_wrong_line_stops_no_other_and_is_told(browser, credential, keyring):
    lines = [
        f"Good,{new_key()}",
        "No key,short",
        f"Twice,{KEY}",
        f"Team,{new_key()},nowhere",
        f"Wide,{new_key()},,a,b",
        f",{new_key()}",
        "Alone",
    ]

    report = streamed(paste(browser, "\n".join(lines)))

    assert Credential.objects.filter(name="Good").exists()
    assert "The key must have 8 to 128 letters" in report
    assert "“Platform group” already holds this key." in report
    assert "There is no team called nowhere." in report
    assert "This line has 5 columns." in report
    assert "This field cannot be blank." in report
    assert "This line has 1 columns." in report
    assert "Done: 1 registered, 6 refused." in report


def test_lines_without_teams_get_those_of_the_form(browser, shop, keyring):
    streamed(paste(browser, f"A,{URL}", teams=[shop.pk]))

    assert list(Credential.objects.get().teams.all()) == [shop]


def test_an_owner_imports_for_her_team_only(as_user, alice, shop, keyring):
    report = streamed(paste(as_user(alice), f"A,{URL},shop\nB,{new_key()},*\nC,{new_key()}"))

    assert [each.owning_team for each in Credential.objects.all()] == [shop]
    assert report.count("You may share credentials only with teams you own.") == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_as_excel_saves_it(browser, keyring, encoding):
    file = SimpleUploadedFile("a.csv", f"name;webhook\r\n平台研发群;{URL}\r\n".encode(encoding))

    streamed(browser.post("/credentials/import/", {"file": file}))

    assert Credential.objects.get().name == "平台研发群"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Choose a file of at most 2.5 MB, or paste the lines."),
        ("name,webhook\n", "There is no line with a credential."),
        ("A,b\n" * 501, "More than 500 lines. Import them in parts."),
        (f'A,"{"x" * 140_000}"', "Line 1 cannot be read as CSV."),
    ],
)
def test_what_is_no_list_is_refused_whole(browser, text, says, keyring):
    answer = paste(browser, text)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_bytes_that_are_no_text_are_refused(browser, keyring):
    file = SimpleUploadedFile("a.csv", b"\xff\xff\xff\x00")

    answer = browser.post("/credentials/import/", {"file": file})

    assert "This file is no text in UTF-8 or GB18030." in answer.content.decode()


def test_swapped_columns_show_no_key(browser, keyring):
    report = streamed(paste(browser, f"{URL},Group\n{KEY},Group\n"))

    assert "0 registered, 2 refused" in report
    assert KEY not in report


def test_a_refused_paste_is_not_shown_back(browser, keyring):
    answer = paste(browser, f"A,{URL}\n" * 501)

    assert KEY not in answer.content.decode()


def test_the_report_speaks_the_persons_language_to_its_end(browser, root, keyring):
    root.language = "en"
    root.save()

    report = streamed(paste(browser, f"A,{URL}"))

    assert "Registered" in report
    assert report.rstrip().endswith("</html>")
    assert "⟦" not in report


def test_a_file_too_large_for_memory_is_refused_and_never_on_disk(browser, keyring, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    file = SimpleUploadedFile("a.csv", f"A,{URL}\n".encode() * 50_000)

    answer = browser.post("/credentials/import/", {"file": file})

    assert answer.status_code == 422
    assert "Choose a file of at most 2.5 MB, or paste the lines." in answer.content.decode()
    assert list(tmp_path.glob("*.upload*")) == []
