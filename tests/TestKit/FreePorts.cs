namespace TestKit;

/// <summary>The options that let every server listen on a free port.</summary>
public static class FreePorts
{
    private static readonly string[] s_options =
    [
        "--raw", "tcp://127.0.0.1:0;udp://127.0.0.1:0",
        "--room", "tcp://127.0.0.1:0",
        "--handrolled", "http://127.0.0.1:0;https://127.0.0.1:0",
        "--minimal", "http://127.0.0.1:0;https://127.0.0.1:0",
        "--steps", "http://127.0.0.1:0",
        "--live", "tcp://127.0.0.1:0;http://127.0.0.1:0;http://127.0.0.1:0",
        "--urls", "http://127.0.0.1:0",
    ];

    /// <summary>All of these options except the given ones.</summary>
    public static IEnumerable<string> But(params string[] given) =>
        s_options.Chunk(2).Where(option => !given.Contains(option[0])).SelectMany(option => option);
}
