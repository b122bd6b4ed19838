"""What is wrong, written for people, for programs and for code hosts."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema

from dialogs.checks import Problem
from dialogs.checks_formats import as_json, as_sarif, as_text, formats
from dialogs.checks_rules import RULES

ADVICE = Problem("advice", "long-sentence", "13 words in '…'", "scripts/a b/1.yaml", 7)
ERROR = Problem("error", "promise", "'secret' can't be kept to", "/house/scripts/b/1.yaml", 3)
ELSEWHERE = Problem("error", "yaml", "No such file or directory", "/elsewhere/c/1.yaml", 1)

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "format": "uri-reference"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine"],
                    "properties": {"startLine": {"type": "integer", "minimum": 1}},
                },
            },
        }
    },
}
RULE = {
    "type": "object",
    "required": ["id", "shortDescription"],
    "properties": {
        "id": {"type": "string"},
        "shortDescription": TEXT,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "message", "locations", "level"],
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": TEXT,
        "locations": {"type": "array", "minItems": 1, "items": PLACE},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name", "rules"],
    "properties": {
        "name": {"type": "string"},
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
}
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {"driver": DRIVER},
                    },
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}


def test_as_text_and_as_json() -> None:
    """A problem is one line, or one object of JSON, with the same things in it."""
    assert as_text([ADVICE]) == "scripts/a b/1.yaml:7: advice long-sentence: 13 words in '…'"
    assert json.loads(as_json([ADVICE])) == [vars(ADVICE)]
    assert json.loads(as_json([])) == []


def test_as_sarif() -> None:
    """A code host is given what it asks for: rules, levels it knows, and files from the root."""
    log = json.loads(as_sarif([ADVICE, ERROR, ELSEWHERE], PurePosixPath("/house")))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == RULES.keys()
    assert [result["level"] for result in run["results"]] == ["note", "error", "error"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "scripts/a%20b/1.yaml",
        "scripts/b/1.yaml",
        "file:///elsewhere/c/1.yaml",
    ]
    assert [place["region"]["startLine"] for place in places] == [7, 3, 1]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_files_are_named_as_they_are_typed() -> None:
    """For people a file is named from where they stand, if it is below."""
    text = formats(PurePosixPath("/house"))["text"]([ERROR, ELSEWHERE])
    assert [line.split(":")[0] for line in text.splitlines()] == [
        "scripts/b/1.yaml",
        "/elsewhere/c/1.yaml",
    ]


def test_with_nothing_to_mend() -> None:
    """Where nothing is wrong the text says so, and what programs read is complete and empty."""
    every = {name: write([]) for name, write in formats(Path.cwd()).items()}
    assert every["text"] == "Nothing to mend."
    assert json.loads(every["json"]) == []
    log = json.loads(every["sarif"])
    jsonschema.validate(log, SARIF)
    assert log["runs"][0]["results"] == []
