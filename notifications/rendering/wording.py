"""The renderer's own phrases."""

from __future__ import annotations

from notifications.vocabulary import Words

COLON = Words("：", ": ", ": ")
TEST_MARK = Words("【测试】", "[TEST] ", "[ТЕСТ] ")
ATTEMPT = Words("（第 {} 次）", " (attempt {})", " (попытка {})")
OPEN_RUN = Words("查看详情", "Open the run", "Открыть запуск")
CUT_HERE = Words("…（内容过长，已截断）", "… (too long, cut here)", "… (слишком длинно, обрезано)")
ATTENTION = Words("请相关同事关注：", "Please take a look: ", "Обратите внимание: ")
MERGED = Words("{} 条通知合并为一条", "{} notifications in one message", "Уведомлений в одном сообщении: {}")
NOT_LISTED = Words("另有 {} 条未列出", "{} more not listed", "Не показано: {}")
SHOW_ALL = Words("查看全部", "show all", "показать все")
