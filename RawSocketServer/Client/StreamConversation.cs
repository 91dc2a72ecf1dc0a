namespace RawSocketServer.Client;

/// <summary>
/// A conversation over TCP: sends an input to its end while printing what comes back. Both at once, because an echo that is
/// not read stops reading: whoever sends first and receives afterwards locks up as soon as the buffers in between are full.
/// </summary>
/// <param name="client">Connected with TCP.</param>
/// <param name="target">For sentences.</param>
/// <param name="format">Makes bytes of the input, and shows what comes back.</param>
/// <param name="silence">How long the server may be silent once everything was sent.</param>
internal sealed class StreamConversation(SocketClient client, ConnectTarget target, IConversationFormat format, TimeSpan silence)
