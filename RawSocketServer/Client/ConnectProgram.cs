using System.Text;
using RawSocketServer.Hosting;

namespace RawSocketServer.Client;

/// <summary>What was asked of <c>connect</c>.</summary>
/// <param name="Target">Where to, as typed.</param>
/// <param name="Message">What to send; null sends standard input.</param>
/// <param name="TimeoutSeconds">Patience; above 0.</param>
/// <param name="Frames">Speak frames.</param>
internal sealed record ConnectArguments(string Target, string? Message, double TimeoutSeconds, bool Frames);

/// <summary>The client as a program: <c>connect HOST:PORT [MESSAGE]</c>.</summary>
internal static class ConnectProgram
{
    /// <summary>Connects, sends, prints what comes back.</summary>
    /// <returns>
    /// <see cref="ExitCodes.Usage"/>; <see cref="ExitCodes.CannotRun"/> when the server cannot be reached or the input cannot be read;
    /// <see cref="ExitCodes.Failure"/> when the server was reached and then reset the connection, was silent or broke the agreement. Each comes
    /// after one sentence.
    /// </returns>
    public static async Task<int> RunAsync(ConnectArguments arguments)
    {
        try
        {
            await Console.Error.WriteLineAsync(ClientMessages.ServerFinished);

        IConversationFormat Format() => arguments.Frames ? new FrameFormat(standard, linesAreFrames: message is null) : new ByteFormat(output);
