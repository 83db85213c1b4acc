"""The renderer's own phrases."""

from __future__ import annotations

from notifications.vocabulary import Words

COLON = Words("：", ": ", ": ")
TEST_MARK = Words("【测试】", "[TEST] ", "[ТЕСТ] ")
ATTEMPT = Words("（第 {} 次）", " (attempt {})", " (попытка {})")
OPEN_RUN = Words("查看详情", "Open the run", "Открыть запуск")
CUT_HERE = Words("…（内容过长，已截断）", "… (too long, cut here)", "… (слишком длинно, обрезано)")
ATTENTION = Words("请相关同事关注：", "Please take a look: ", "Обратите внимание: ")
