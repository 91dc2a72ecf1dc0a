namespace HandRolledHttp.Chat;

/// <summary>The room cannot be used. The client receives the message in its language.</summary>
/// <param name="english">One sentence.</param>
/// <param name="chinese">The same in Chinese.</param>
/// <param name="inner">The cause.</param>
internal sealed class RoomException(string english, string chinese, Exception? inner = null) : Exception(english, inner)
{
    /// <summary>The room accepts no connection.</summary>
    public static RoomException Unreachable(Exception? inner = null) =>
        new("The chat room cannot be reached. Try again later.", "无法连接聊天室，请稍后再试。", inner);

    /// <summary>The connection to the room broke, or the room does not receive.</summary>
    public static RoomException Lost(Exception? inner = null) =>
        new("The connection to the chat room is lost. Try again later.", "与聊天室的连接已断开，请稍后再试。", inner);

    /// <summary>Another service listens at the room's address.</summary>
    public static RoomException NotARoom() =>
        new("The configured address is not that of a chat room.", "所配置的地址上不是聊天室。");

    /// <summary>The maximum number of connections is open.</summary>
    public static RoomException TooMany() =>
        new("Too many connections to the chat room. Try again later.", "到聊天室的连接太多，请稍后再试。");

    /// <summary>The message in one of the two languages.</summary>
    public string Sentence(bool chineseIsPreferred) => chineseIsPreferred ? chinese : Message;
}
