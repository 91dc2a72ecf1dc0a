using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Contract.Tests.Balancer;

/// <summary>
/// Three replicas behind HAProxy under load: restarted one after another, then one is killed. Through HTTP nobody notices; through bytes
/// everybody does who was connected there. What is counted is what clients saw.
/// </summary>
public sealed class BalancerTests(ITestOutputHelper output)
{
    private const int Clients = 8;

    [Theory]
    [InlineData("HANDROLLED", "HandRolledHttp", "--Http:Forwarded:Trusted")]
    [InlineData("MINIMAL", "MinimalHttpServer", "--Forwarded:Trusted")]
    public async Task No_request_fails_while_replicas_are_restarted_and_one_is_killed(string kind, string project, string trust)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var replicas = await ReplicaSet.StartAsync(project, "http", trust, "127.0.0.1");
        await using var balancer = await HaProxy.StartAsync(kind, replicas.Addresses);
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellation) => balancer.ConnectAsync(kind, cancellation), UseCookies = false }) { BaseAddress = new Uri("http://balancer.test") };
        var answers = new Tally();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskAsync(client, answers, stop.Token)));

        foreach (var replica in replicas.All)
        {
            await answers.NextFromAsync(replica, end.Token);
            await replica.RestartAsync();
            await answers.NextFromAsync(replica, end.Token); // the balancer has it back
        }

        await replicas.All[0].KillAsync();
        await answers.NextFromAsync(replicas.All[1], end.Token, times: 100);
        await stop.CancelAsync();
        await load;

        output.WriteLine($"{project}: {answers.Count} requests answered, {answers.Failures.Count} failed");
        Assert.Empty(answers.Failures);
    }

    [Fact]
    public async Task Bytes_cannot_be_sent_again_so_connections_are_lost_and_the_next_one_works()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        await using var replicas = await ReplicaSet.StartAsync("RawSocketServer", "tcp", "--Raw:Proxy:Trusted", "127.0.0.1");
        await using var balancer = await HaProxy.StartAsync("RAW", replicas.Addresses);
        var lost = 0;
        var echoed = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                await EchoAsync(() => balancer.ConnectAsync("RAW", stop.Token), () => Interlocked.Increment(ref echoed), stop.Token);
                if (!stop.IsCancellationRequested)
                    Interlocked.Increment(ref lost);
            }
        }));

        foreach (var replica in replicas.All)
        {
            await MoreAsync(() => echoed, 100, end.Token);
            await replica.RestartAsync();
        }

        await MoreAsync(() => echoed, 100, end.Token);
        await replicas.All[0].KillAsync();
        await MoreAsync(() => echoed, 100, end.Token);
        await stop.CancelAsync();
        await load;

        output.WriteLine($"RawSocketServer: {echoed} messages echoed, {lost} connections lost");
        Assert.NotEqual(0, lost);
    }

    private static async Task AskAsync(HttpClient client, Tally answers, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var answer = await client.GetAsync("/whoami", CancellationToken.None);
                var body = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                    answers.Add(JsonElement.Parse(body).GetProperty("local").GetString()!);
                else
                    answers.Failures.Enqueue($"{(int)answer.StatusCode} {body}");
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                answers.Failures.Enqueue(e.ToString());
            }
        }
    }

    private static async Task EchoAsync(Func<ValueTask<Stream>> connect, Action echoed, CancellationToken stop)
    {
        var message = Encoding.UTF8.GetBytes("你好，客户端！\n");
        var buffer = new byte[message.Length];
        try
        {
            await using var stream = await connect();
            while (true)
            {
                await stream.WriteAsync(message, stop);
                await stream.ReadExactlyAsync(buffer, stop);
                Assert.Equal(message, buffer);
                echoed();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut, or the test is over: whoever counts knows which.
        }
    }

    private static async Task MoreAsync(Func<int> count, int more, CancellationToken end)
    {
        var wanted = count() + more;
        while (count() < wanted)
            await Task.Delay(10, end);
    }

    private sealed class Tally
    {
        private readonly ConcurrentDictionary<string, int> _answers = new();

        public ConcurrentQueue<string> Failures { get; } = new();

        public int Count => _answers.Values.Sum();

        public void Add(string replica) => _answers.AddOrUpdate(replica, 1, (_, count) => count + 1);

        public Task NextFromAsync(Replica replica, CancellationToken end, int times = 1) =>
            MoreAsync(() => _answers.GetValueOrDefault(replica.Address.ToString()), times, end);
    }

    private sealed class ReplicaSet : IAsyncDisposable
    {
        public required Replica[] All { get; init; }

        public IEnumerable<string> Addresses => All.Select(replica => replica.Address.ToString());

        public static async Task<ReplicaSet> StartAsync(string project, string scheme, params string[] options) => new()
        {
            All = await Task.WhenAll(Enumerable.Range(11, 3).Select(host => Replica.StartAsync(project, scheme, $"127.0.0.{host}", options))),
        };

        public async ValueTask DisposeAsync()
        {
            foreach (var replica in All)
                await replica.DisposeAsync();
        }
    }
}
