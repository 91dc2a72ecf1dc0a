using System.Text;
using RawSocketServer.Hosting;

namespace RawSocketServer.Client;

/// <summary>The arguments of <c>connect</c>.</summary>
/// <param name="Target">The server, as typed.</param>
/// <param name="Message">The message; null sends standard input.</param>
/// <param name="TimeoutSeconds">The timeout; above 0.</param>
/// <param name="Frames">Whether to send and receive frames.</param>
internal sealed record ConnectArguments(string Target, string? Message, double TimeoutSeconds, bool Frames);

/// <summary>The client as a program: <c>connect HOST:PORT [MESSAGE]</c>.</summary>
internal static class ConnectProgram
{
    /// <summary>Connects, sends, and prints the received bytes.</summary>
    /// <returns>
    /// <see cref="ExitCodes.Usage"/>; <see cref="ExitCodes.CannotRun"/> if the server cannot be reached or the input cannot be read;
    /// <see cref="ExitCodes.Failure"/> if the server reset the connection, was silent or broke the frame format. A message on standard
    /// error explains each.
    /// </returns>
    public static async Task<int> RunAsync(ConnectArguments arguments)
    {
        try
        {
            await TalkAsync(ConnectTarget.Parse(arguments.Target), arguments);
            return ExitCodes.Success;
        }
        catch (Exception e) when (e is StartupException or SocketClientException or TimeoutException or InputException or FrameException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e switch
            {
                StartupException startup => startup.ExitCode,
                SocketClientException { IsUnreachable: true } or InputException => ExitCodes.CannotRun,
                _ => ExitCodes.Failure,
            };
        }
    }

    private static async Task TalkAsync(ConnectTarget target, ConnectArguments arguments)
    {
        if (arguments.Frames && target.Scheme == "udp")
            throw new UsageException(ClientMessages.FramesNeedTcp);
        var (message, patience) = (arguments.Message, TimeSpan.FromSeconds(arguments.TimeoutSeconds));
        using var client = await SocketClient.ConnectAsync(target, patience);
        var standard = StandardOutput.Open();
        var output = new ScreenOutput(standard, isScreen: !Console.IsOutputRedirected);
        var typed = message is null && !Console.IsInputRedirected;
        if (typed)
            await Console.Error.WriteLineAsync(ClientMessages.Connected(client.RemoteEndPoint));
        var serverFinishedFirst = false;
        try
        {
            if (target.Scheme == "udp")
                await TalkInDatagramsAsync(new DatagramConversation(client, target, output, patience), message);
            else
                serverFinishedFirst = await TalkInStreamsAsync(new StreamConversation(client, target, Format(), patience), message, typed);
        }
        finally
        {
            await output.EndAsync();
        }

        if (serverFinishedFirst)
            await Console.Error.WriteLineAsync(ClientMessages.ServerFinished);

        IConversationFormat Format() => arguments.Frames
            ? new FrameFormat(standard, linesAreFrames: message is null)
            : new ByteFormat(output);
    }

    private static Task TalkInDatagramsAsync(DatagramConversation conversation, string? message) => message is null
        ? conversation.RunAsync(StandardInput.Open())
        : conversation.RunAsync(Encoding.UTF8.GetBytes(message));

    private static Task<bool> TalkInStreamsAsync(StreamConversation conversation, string? message, bool typed) =>
        conversation.RunAsync(message is null ? StandardInput.Open() : new MemoryStream(Encoding.UTF8.GetBytes(message)), typed);
}
