using SideBySide.Http;

namespace SideBySide.Capture;

/// <summary>The bytes that a server has sent so far, and a wait for enough of them.</summary>
internal sealed class ReplayReceiver
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _received = new();
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CloseKind? _ending;

    public ReplayedConnection Result
    {
        get
        {
            lock (_gate)
                return new ReplayedConnection(_received.ToArray(), _ending ?? CloseKind.Open);
        }
    }

    /// <summary>Adds bytes; returns the total number.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _received.Write(bytes);
            Tell();
            return _received.Length;
        }
    }

    /// <summary>Ends the bytes. The first ending counts.</summary>
    public void End(CloseKind ending)
    {
        lock (_gate)
        {
            _ending ??= ending;
            Tell();
        }
    }

    /// <summary>Waits until the server has sent as much as in the recording, has ended, or was silent for too long.</summary>
    public async Task WaitAsync(byte[] recorded, bool ended, TimeProvider time, TimeSpan patience, CancellationToken cancellation)
    {
        if (recorded.Length == 0 && !ended)
            return;
        var answers = ParsedResponses.Read(recorded, ended: ended).Count(answer => answer is { IsComplete: true, IsFinal: true });
        while (true)
        {
            Task news;
            lock (_gate)
            {
                if (_ending is not null || (!ended && IsEnough(recorded.Length, answers)))
                    return;
                news = _news.Task;
            }

            try
            {
                await news.WaitAsync(patience, time, cancellation);
            }
            catch (TimeoutException)
            {
                return;
            }
        }
    }

    private bool IsEnough(int length, int answers) => answers > 0
        ? ParsedResponses.Read(_received.ToArray()).Count(answer => answer is { IsComplete: true, IsFinal: true }) >= answers
        : _received.Length >= length;

    private void Tell()
    {
        _news.TrySetResult();
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
