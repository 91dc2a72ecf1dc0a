using RawSocketServer;
using SideBySide.Live;
using SideBySide.Terminal;

namespace SideBySide.Rooms;

/// <summary>
/// Opens every server in this process, before the page, and closes them with it. Either all of them listen or none does.
/// </summary>
/// <param name="options">Where they listen.</param>
/// <param name="loggers">One way out for what all of them have to say, so that lines keep their order.</param>
/// <param name="transcript">Words for the terminal.</param>
/// <param name="time">The clock of the live wire.</param>
public sealed class House(HouseOptions options, ILoggerFactory loggers, Transcript transcript, TimeProvider time) : IHostedService, IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly List<Room> _rooms = [];
    private int _stopped;

    /// <summary>The servers that listen: those of the argument in its order, then the rungs.</summary>
    public IReadOnlyList<Room> Rooms => _rooms;

    /// <summary>What goes through the ports that are watched.</summary>
    public LiveWire Live { get; } = new(time);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        transcript.Title();
        foreach (var plan in RoomPlan.Servers)
        {
            transcript.Opens(plan);
            await OpenAsync(plan, cancellationToken);
        }

        transcript.OpensRungs();
        foreach (var plan in RungPlans.All)
            await OpenAsync(plan, cancellationToken);
        foreach (var room in _rooms.Where(room => options.Live.ContainsKey(room.Plan)))
            Live.Watch(room, options.Live[room.Plan]);
        transcript.Opens(RoomPlan.Page);
    }

    /// <summary>Stops all servers at once: each may take its time to finish what has begun, but not one after the other.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Interlocked.Exchange(ref _stopped, 1) == 0 ? Task.WhenAll([Live.DisposeAsync().AsTask(), .. _hosts.Select(host => host.StopAsync(cancellationToken))]) : Task.CompletedTask;

    /// <summary>Lets go of whatever is open, also when the page or a later room could not start.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        foreach (var host in _hosts)
        {
            // A host with services that can only be disposed asynchronously throws when it is asked the other way.
            if (host is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
            else
                host.Dispose();
        }

        _hosts.Clear();
    }

    private async Task OpenAsync(RoomPlan plan, CancellationToken cancellation)
    {
        var urls = options.UrlsOf(plan);
        try
        {
            var clock = new AdvanceableTime(time);
            var room = plan.Create!(urls, builder => Share(builder).AddSingleton<TimeProvider>(clock));
            _hosts.Add(room.Host);
            await room.Host.StartAsync(cancellation);
            // Kestrel goes by the system's clock.
            _rooms.Add(new Room(plan, room.Urls(), plan == RoomPlan.Minimal ? null : clock) { Restarts = room.Restarts });
        }
        catch (Exception e) when (StartFailure.Explain(e, plan, urls) is { } sentence)
        {
            throw new StartupException(sentence, e);
        }
    }

    private IServiceCollection Share(IHostApplicationBuilder builder) =>
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, SilentLifetime>();
}
