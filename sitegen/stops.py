"""What stops the line at once? The exceptions, apart from everything that takes time to load.

`SitegenError` is anything sitegen stops for: `errors.SiteInvalid` (the content has errors),
`ThemeBroken` (a template, string or asset of the theme cannot be used) and `BuildFailed` (the
machine refused, or did not understand).
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType

STOPS: Mapping[str, str] = MappingProxyType(
    {
        "Z01": "主题有误",
        "Z02": "写不了文件",
        "Z03": "另一次生成还没有结束",
        "Z04": "搜索索引程序出错",
        "Z05": "取不出历史",
        "Z06": "不能用这个位置",
        "Z07": "核对不了",
        "Z08": "程序有误",
        "Z09": "命令写错了",
        "Z10": "用不了文件",
    }
)

_REASONS: Mapping[int | None, str] = MappingProxyType(
    {
        errno.EACCES: "没有权限",
        errno.EPERM: "没有权限",
        errno.ENOENT: "文件或文件夹不存在",
        errno.EEXIST: "已经有同名的文件或文件夹",
        errno.ENOTDIR: "路径中有一段不是文件夹",
        errno.EISDIR: "这是文件夹，不是文件",
        errno.ENOTEMPTY: "文件夹不是空的",
        errno.ENOSPC: "磁盘满了",
        errno.EDQUOT: "磁盘配额用完了",
        errno.EFBIG: "文件太大，文件系统放不下",
        errno.EROFS: "这个磁盘只能读，不能写",
        errno.EIO: "磁盘读写出错",
        errno.EBUSY: "文件正被别的程序使用",
        errno.ETXTBSY: "文件正被别的程序使用",
        errno.ENAMETOOLONG: "文件名太长",
        errno.ELOOP: "符号链接绕成了圈",
        errno.EXDEV: "两个文件夹不在同一个磁盘上",
        errno.EMFILE: "打开的文件太多",
        errno.ENFILE: "打开的文件太多",
        errno.ENOMEM: "内存不够",
        errno.EADDRINUSE: "端口已被占用",
        errno.EADDRNOTAVAIL: "这台机器没有这个地址",
        errno.ECONNREFUSED: "对方不接受连接",
        errno.ECONNRESET: "对方断开了连接",
        errno.ETIMEDOUT: "对方没有应答",
        errno.ENETUNREACH: "连不上网络",
        errno.EHOSTUNREACH: "连不上对方的机器",
    }
)
_TAKEN = (32, 33)  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; in the system's words where they are rare."""
    taken = getattr(error, "winerror", None) in _TAKEN  # which Windows calls a lack of permission
    return _REASONS.get(errno.EBUSY if taken else error.errno) or error.strerror or str(error)


class SitegenError(Exception):
    """Anything sitegen stops for; the command line prints it without a traceback."""


class Overtaken(Exception):
    """What was looked at has changed meanwhile, so that nothing needs to be said of it any more."""


class BuildFailed(SitegenError):
    """It cannot be done: disk, permissions, a missing program, a second build, a mistyped command.

    Says one of the codes of `STOPS`, its title and what happened.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return _told(self.code, self.message)


class ThemeBroken(SitegenError):
    """A template, string or asset of the theme cannot be used."""

    code = "Z01"

    def __str__(self) -> str:
        return _told(self.code, super().__str__())


def _told(code: str, message: str) -> str:
    return f"{code} {STOPS[code]}：{message}"
