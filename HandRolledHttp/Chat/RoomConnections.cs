namespace HandRolledHttp.Chat;

/// <summary>Opens connections to the room, a bounded number at once.</summary>
/// <param name="options">Validated options with a room.</param>
/// <param name="time">The clock of every wait for the room.</param>
internal sealed class RoomConnections(ChatOptions options, TimeProvider time)
{
    private readonly SemaphoreSlim _free = new(options.MaxConnections);

    /// <summary>Runs <paramref name="use"/> on a new connection, and closes it.</summary>
    /// <exception cref="RoomException">There are too many, or the room cannot be used.</exception>
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
