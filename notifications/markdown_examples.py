"""What each message type can draw, by example; the help page shows the text beside its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.vocabulary import MessageType

MARKDOWN = _("""\
### Heading
**bold** · `code` · [link](https://example.com)
> quote
<font color="info">info</font> <font color="comment">comment</font> <font color="warning">warning</font>
<@lilei>""")
MARKDOWN_V2 = _("""\
# Heading
**bold** · *italic* · `code` · [link](https://example.com)
> quote
- list
1. numbers

| Task | Result |
| :--- | ---: |
| build | ok |

```
npm run build
```
---
the end""")
TEXT = _("""\
Plain text, line by line.
https://example.com""")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A text and the JSON object that would be sent."""

    kind: MessageType
    text: str | Promise

    @property
    def body(self) -> dict[str, object]:
        return {"msgtype": self.kind.value, self.kind.value: {"content": str(self.text)}}


EXAMPLES = (
    Example(kind=MessageType.MARKDOWN, text=MARKDOWN),
    Example(kind=MessageType.MARKDOWN_V2, text=MARKDOWN_V2),
    Example(kind=MessageType.TEXT, text=TEXT),
)
