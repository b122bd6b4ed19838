"""`sayso`: demo, serve, play, the scripts' checks, and the commands for staff."""

import argparse
import os
import sys
from pathlib import Path

from backend import clock_commands, commands, intake_commands, script_commands
from backend.platform.settings import BadSettings, load


def main() -> int:
    """Run one command; its name decides what is imported, so that none waits for another's."""
    parser = argparse.ArgumentParser(
        prog="sayso", description="Asks children and carers for their views before a review."
    )
    subparsers = parser.add_subparsers(dest="command", required=True)
    _add_demo(subparsers.add_parser("demo", help="a made-up authority, ready to try"))
    _add_serve(subparsers.add_parser("serve", help="run it for real"))
    _add_play(subparsers.add_parser("play", help="answer a script here in the terminal"))
    _add_scripts(subparsers.add_parser("scripts", help="check and release scripts"))
    screening = subparsers.add_parser("screen", help="screen lines of JSON for worries")
    screening.set_defaults(run=_screen)
    commands.add_commands(subparsers)
    clock_commands.add_commands(subparsers)
    intake_commands.add_commands(subparsers)
    arguments = parser.parse_args()
    try:
        return int(arguments.run(arguments) or 0)
    except BadSettings as error:
        print("\n".join(error.problems), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=0, help="default: one that is free")
    parser.add_argument("--data", type=Path, help="keep it here; default: gone at the end")
    parser.add_argument("--no-open", action="store_true", help="do not open a browser")
    parser.add_argument("--links", type=Path, help="write links and sign-ins here as JSON")
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from bot import demo  # noqa: PLC0415  # nothing else needs what it brings in

    return demo.run(
        dict(os.environ),
        port=arguments.port,
        data=arguments.data,
        links=arguments.links,
        open_browser=not arguments.no_open,
    )


def _screen(arguments: argparse.Namespace) -> int:
    from bot import screening  # noqa: PLC0415  # nothing else needs what it brings in

    return screening.main()


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="the folder set-up made")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from bot import serving  # noqa: PLC0415  # nothing else needs what it brings in

    house = serving.open_house(load(os.environ, arguments.data))
    serving.serve(house, arguments.host, arguments.port)
    return 0


def _add_play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("script", help="the name of a script, such as child_8_11")
    parser.add_argument("--language", default="en")
    parser.add_argument("--record", type=Path, help="write the conversation here as a transcript")
    parser.set_defaults(run=_play)


def _play(arguments: argparse.Namespace) -> int:
    from bot import play  # noqa: PLC0415  # nothing else needs what it brings in

    return play.run(arguments.script, arguments.language, arguments.record, sys.stdin, sys.stdout)


def _add_scripts(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="say everything that is wrong with the scripts")
    kinds = ("text", "json", "sarif")
    check.add_argument("--format", choices=kinds, default="text", help="sarif is for code hosts")
    paths = "files, or a folder to look at as a set; default: all of them"
    check.add_argument("paths", nargs="*", type=Path, help=paths)
    check.set_defaults(run=_check_scripts)
    paper = actions.add_parser("print", help="make a booklet of a script, to answer on paper")
    paper.add_argument("script", help="the name of a script, such as child_8_11")
    paper.add_argument("--language", default="en")
    paper.add_argument("--to", type=Path, required=True, help="the PDF to write")
    paper.set_defaults(run=_print_script)
    script_commands.add_commands(actions)


def _check_scripts(arguments: argparse.Namespace) -> int:
    from dialogs import checks_formats, loading  # noqa: PLC0415  # nothing else needs these

    problems = loading.check_all(arguments.paths)
    print(checks_formats.formats(Path.cwd())[arguments.format](problems))
    return int(any(problem.level == "error" for problem in problems))


def _print_script(arguments: argparse.Namespace) -> int:
    from bot.booklets import printing  # noqa: PLC0415  # nothing else needs what it brings in

    return printing.run(arguments.script, arguments.language, arguments.to, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
