namespace HandRolledHttp.Chat;

/// <summary>Opens connections to the room, up to a limit.</summary>
/// <param name="options">Validated options with a room.</param>
/// <param name="time">The clock for all waits.</param>
internal sealed class RoomConnections(ChatOptions options, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(options.MaxConnections);

    /// <summary>Runs <paramref name="use"/> on a new connection, then closes it.</summary>
    /// <exception cref="RoomException">Too many connections are open, or the room cannot be used.</exception>
    public async Task UseAsync(Func<RoomConnection, Task> use, CancellationToken cancellation)
    {
        if (!_free.Wait(TimeSpan.Zero, CancellationToken.None))
            throw RoomException.TooMany();
        try
        {
            using var room = await RoomConnection.OpenAsync(options, time, cancellation);
            await use(room);
        }
        finally
        {
            _free.Release();
        }
    }
}
