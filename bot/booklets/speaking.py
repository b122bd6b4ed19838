"""How a script is said on paper: nobody's name is known, and nobody is at the other end.

A child reads "your reviewing officer" where a chat has a name, and says "my reviewing officer" in
what they tick themselves. An adult reads "the reviewing officer" and "the child".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.platform.msgids import _
from backend.platform.translations import Translations
from dialogs.levels import LEVELS
from dialogs.script import Script, Step, Wording

YOUR_OFFICER = _("your reviewing officer")
MY_OFFICER = _("my reviewing officer")
THE_OFFICER = _("the reviewing officer")
THE_CHILD = _("the child")
# A parent would be hurt by "the child".
_CHILD_OF = {"parent": _("your child")}

# Marks that stand in no script: names are put in their place once the sentence is there.
_OFFICER, _CHILD = "\ue000", "\ue001"
_ADDRESSED = re.compile(rf"[,،]\s*{_CHILD}(?=[.!?])")
_BEGINS = re.compile(r"(?:^|[.!?]\s|\n)[“«\"]*$")
# In Welsh the article joins a vowel before it: "i" and "y plentyn" make "i'r plentyn".
_WELSH_ARTICLE = re.compile(r"^([aeiouwyâêîôûŵŷ]) y ")


@dataclass(frozen=True)
class Speaker:
    """Says the words of one script in one language."""

    translations: Translations
    language: str
    script: Script
    childline: str

    def say(self, msgid: str, **values: Any) -> str:
        """Say words of ours."""
        return self.translations.text(self.language, msgid, **values)

    def told(self, wording: Wording, step: Step | None = None) -> str:
        """Say what is told or asked, to whoever the step is for."""
        level = step.level if step else self.script.level
        if LEVELS[level].words == "adult":
            return self._filled(wording, THE_OFFICER, _CHILD_OF.get(self.script.id, THE_CHILD))
        return self._filled(wording, YOUR_OFFICER, "")

    def own(self, wording: Wording, step: Step | None = None) -> str:
        """Say what somebody ticks, as they would say it themselves."""
        level = step.level if step else self.script.level
        if LEVELS[level].words == "adult":
            return self.told(wording, step)
        return self._filled(wording, MY_OFFICER, "")

    def word(self, key: str) -> str:
        """Say a word that scripts share."""
        return self.told(self.script.word(key))

    def _filled(self, wording: Wording, officer: str, child: str) -> str:
        text = self._marked(wording)
        text = re.sub(rf"{_OFFICER}, ({self._either()}),", _OFFICER, text)
        text = _ADDRESSED.sub("", text)
        for mark, msgid in ((_OFFICER, officer), (_CHILD, child)):
            text = self._put(text, mark, self.say(msgid))
        return text

    def _put(self, text: str, mark: str, name: str) -> str:
        before, *parts = text.split(mark)
        for part in parts:
            before = self._joined(before, name) + part
        return before

    def _joined(self, before: str, name: str) -> str:
        """Write a name behind what stands before it, with a capital where a sentence begins."""
        if _BEGINS.search(before):
            return before + name[:1].upper() + name[1:]
        if self.language == "cy":
            return before[:-2] + _WELSH_ARTICLE.sub(r"\1'r ", before[-2:] + name)
        return before + name

    def _marked(self, wording: Wording) -> str:
        names: Mapping[str, str] = {
            "iro": _OFFICER,
            "child": _CHILD,
            "childline": self.childline,
            "authority": "",
            "decided": "",
        }
        called = {
            name: self.translations.text(self.language, each.english, each.context)
            for name, each in self.script.called.items()
        }
        text, context = wording.english, wording.context
        return self.translations.text(self.language, text, context, **called, **names)

    def _either(self) -> str:
        """Give what a name is explained by, which says it twice where there is no name."""
        return "|".join(re.escape(self.say(each)) for each in (YOUR_OFFICER, THE_OFFICER))
