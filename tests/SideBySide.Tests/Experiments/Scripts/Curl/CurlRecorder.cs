using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>Runs a command in bash with the real curl, which connects to a socket here, and records the received bytes.</summary>
internal sealed partial class CurlRecorder
{
    private readonly Tool _bash = Tool.Require("bash");
    private readonly string _folder = Directory.CreateTempSubdirectory("curl-").FullName;

    public CurlRecorder() => _ = Tool.Require("curl");

    /// <summary>curl's bytes if they differ from the expected ones; otherwise null.</summary>
    public async Task<string?> DifferenceAsync(string command, byte[] expected)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var script = $"""
            cd '{_folder}'
            curl() (command curl -q --noproxy '*' --max-time {Hang.Guard.TotalSeconds} --connect-to '::127.0.0.1:{port}' "$@")
            {command}
            """;
        var environment = new Dictionary<string, string?> { ["LC_ALL"] = "C.UTF-8" };
        var running = _bash.RunAsync(["-c", script], environment: environment, timeout: Hang.Guard);
        var accepting = listener.AcceptAsync();
        if (await Task.WhenAny(accepting, running) == running && !accepting.IsCompleted)
        {
            listener.Close();
            return $"nothing: {(await running).Error}";
        }

        using var connection = await accepting;
        var wanted = Comparable(expected);
        var received = await ReceiveAsync(connection, wanted);
        _ = await running;
        return Comparable(received) == wanted ? null : Visible(received);
    }

    // Receives the expected bytes, or another complete request; then responds, and receives until the end, since more may follow.
    private static async Task<byte[]> ReceiveAsync(Socket connection, string wanted)
    {
        var received = new MemoryStream();
        var buffer = new byte[65536];
        for (var isAnswered = false; ;)
        {
            var request = received.ToArray();
            var comparable = Comparable(request);
            if (!isAnswered && (comparable == wanted || (!wanted.StartsWith(comparable, StringComparison.Ordinal) && IsWhole(request))))
            {
                _ = await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
                connection.Shutdown(SocketShutdown.Send);
                isAnswered = true;
            }

            var count = await connection.ReceiveAsync(buffer);
            if (count == 0)
                return received.ToArray();
            received.Write(buffer, 0, count);
        }
    }

    private static bool IsWhole(byte[] request)
    {
        var text = Encoding.Latin1.GetString(request);
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (head < 4 || text[..head].Contains("chunked", StringComparison.OrdinalIgnoreCase))
            return head >= 4 && text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
        return Length().Match(text[..head]) is not { Success: true } length
            || text.Length - head >= int.Parse(length.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    public static string Visible(byte[] bytes) => SideBySide.Wire.VisibleLines.Text(bytes).Replace("\n", "", StringComparison.Ordinal);

    // curl sends its version, and a random boundary whose length depends on the version.
    private static string Comparable(byte[] request)
    {
        var named = Version().Replace(Encoding.Latin1.GetString(request), "curl/8");
        return Boundary().IsMatch(named) ? Length().Replace(Boundary().Replace(named, "boundary"), "Content-Length: n") : named;
    }

    [GeneratedRegex(@"Content-Length: (\d+)")]
    private static partial Regex Length();

    [GeneratedRegex(@"curl/\d[.\d]*")]
    private static partial Regex Version();

    [GeneratedRegex(@"-{24}[0-9A-Za-z]{16,}")]
    private static partial Regex Boundary();
}
