namespace Reliability;

/// <summary>A server in a process of its own, and where it can be reached.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    // Idle threads of the pool end after 2 s instead of 20: whether they all do is soon seen.
    private static readonly Dictionary<string, string?> s_shortThreads = new() { ["DOTNET_ThreadPool_ThreadTimeoutMs"] = "2000" };

    private ServerUnderTest(ServerKind kind, ServerProcess process)
    {
        Kind = kind;
        Process = process;
        Port = process.Port(kind.IsHttp() ? "http" : "tcp");
    }

    public ServerKind Kind { get; }

    public ServerProcess Process { get; }

    public int Port { get; }

    public Usage Usage => Usage.Of(Process.Id);

    public static async Task<ServerUnderTest> StartAsync(ServerKind kind, params string[] more) =>
        await StartAsync(kind, s_shortThreads, more);

    /// <summary>Starts it in an environment of its own.</summary>
    public static async Task<ServerUnderTest> StartAsync(ServerKind kind, IReadOnlyDictionary<string, string?> environment, params string[] more) =>
        new(kind, await ServerProcess.StartCommandAsync("dotnet", [Repository.Program(kind.Project()), .. kind.Arguments(), .. more], environment: environment));

    /// <summary>Starts it with only so many descriptors.</summary>
    public static async Task<ServerUnderTest> StartShortAsync(ServerKind kind, int descriptors) =>
        new(kind, await ServerProcess.StartCommandAsync("sh", ["-c", $"ulimit -n {descriptors} && exec dotnet \"$@\"", "sh", Repository.Program(kind.Project()), .. kind.Arguments()]));

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
