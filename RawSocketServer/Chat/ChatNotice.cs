using System.Diagnostics;
using static RawSocketServer.Messages;

namespace RawSocketServer.Chat;

/// <summary>The room's notices to one client.</summary>
public enum ChatNotice
{
    /// <summary>The first line is neither a name nor <c>*</c>, or has an option that does not exist.</summary>
    NameInvalid,

    /// <summary>A member has this name.</summary>
    NameTaken,

    /// <summary>No first line was accepted in time, or in <see cref="ChatProtocol.MaxTries"/> tries. The connection ends.</summary>
    NoName,

    /// <summary>The room has its maximum number of members. The connection ends.</summary>
    RoomFull,

    /// <summary>A line is longer than <see cref="ChatProtocol.MaxLine"/>; it was dropped.</summary>
    LineTooLong,

    /// <summary>A line is not UTF-8; it was dropped.</summary>
    NotUtf8,

    /// <summary>A reader has sent a line; it was dropped.</summary>
    ReadOnly,

    /// <summary>The client has finished within a line; that part was dropped.</summary>
    Unfinished,

    /// <summary>Too many lines wait for this member. The connection ends after them.</summary>
    TooSlow,

    /// <summary>The room stops. The connection ends.</summary>
    Bye,
}

/// <summary>The table of notices: the code for programs, the sentence for people, and whether the connection ends.</summary>
public static class ChatNotices
{
    /// <summary>The code in the line, for example <c>name-taken</c>. It never changes.</summary>
    public static string Code(this ChatNotice notice) => Row(notice).Code;

    /// <summary>Whether the notice is the last line before the room closes the connection.</summary>
    public static bool IsLast(this ChatNotice notice) =>
        notice is ChatNotice.NoName or ChatNotice.RoomFull or ChatNotice.TooSlow or ChatNotice.Bye;

    /// <summary>The whole line with its line end.</summary>
    public static byte[] Line(this ChatNotice notice) => Row(notice) is var (code, sentence)
        ? ChatProtocol.Bytes($"{(notice == ChatNotice.Bye ? "*" : "!")} {code} {sentence}")
        : [];

    private static (string Code, string Sentence) Row(ChatNotice notice) => notice switch
    {
        ChatNotice.NameInvalid => ("name-invalid", Say(
            $"A name has 1 to {ChatProtocol.MaxName} letters, digits, _ - . and no space. Try again.",
            $"名字由 1 到 {ChatProtocol.MaxName} 个字母、汉字、数字或 _ - . 组成，不含空格。请重试。")),
        ChatNotice.NameTaken => ("name-taken", Say("Another member has this name. Try again.", "这个名字已有人使用，请换一个。")),
        ChatNotice.NoName => ("no-name", Say("No name was accepted in time.", "没有及时给出可用的名字。")),
        ChatNotice.RoomFull => ("room-full", Say("The room is full. Try again later.", "聊天室已满，请稍后再来。")),
        ChatNotice.LineTooLong => ("line-too-long", Say(
            $"A line has at most {ChatProtocol.MaxLine} bytes; this one was dropped.",
            $"一行最多 {ChatProtocol.MaxLine} 字节；该行已丢弃。")),
        ChatNotice.NotUtf8 => ("not-utf-8", Say("A line is UTF-8; this one was dropped.", "每一行都应是 UTF-8；该行已丢弃。")),
        ChatNotice.ReadOnly => ("read-only", Say("This connection only reads; the line was dropped.", "该连接只读；该行已丢弃。")),
        ChatNotice.Unfinished => ("unfinished-line", Say(
            "The last line had no line end and was dropped.",
            "最后一行没有换行符，已丢弃。")),
        ChatNotice.TooSlow => ("too-slow", Say("Too many lines waited for you.", "积压的行太多，连接将关闭。")),
        ChatNotice.Bye => ("bye", Say("The room stops.", "聊天室即将关闭。")),
        _ => throw new UnreachableException(),
    };
}
