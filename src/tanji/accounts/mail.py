"""Mails of the records, in both languages. Without a mail server they are written into the data folder."""

from __future__ import annotations

from django.core.mail import send_mail

from tanji.accounts.models import Invitation


def invitation(row: Invitation, link: str) -> None:
    """The word to somebody who is invited to join an organisation."""
    name, english = row.organisation.name, row.organisation.name_en or row.organisation.name
    subject = f"[碳迹 Tanji] 邀请加入：{name} / Invitation to join {english}".replace("\n", " ").replace("\r", " ")
    body = (
        f"{row.invited_by} 邀请您加入“{name}”。请在 {row.expires:%Y-%m-%d} 前用本邮箱登录或注册，然后打开：\n"
        f"{row.invited_by} invites you to join {english}. Sign in or sign up with this address, then open the link"
        f" before {row.expires:%Y-%m-%d}:\n\n{link}\n\n"
        "如果您不认识对方，请忽略本邮件。\nIf you do not know the sender, ignore this mail.\n"
    )
    send_mail(subject, body, None, [row.email])
