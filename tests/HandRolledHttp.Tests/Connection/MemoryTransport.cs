using System.Net;
using System.Text;
using HandRolledHttp.Connection;
using Microsoft.Extensions.Time.Testing;
using RawSocketServer.Listening;
using TestKit;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A connection without a network: the test chooses what arrives and when, controls the clock, and sees each send.</summary>
internal sealed class MemoryTransport : ITransport
{
    private readonly Queue<byte[]> _arrived = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _waiting = NewSignal();
    private readonly CancellationTokenSource _draining = new();
    private TaskCompletionSource _sent = NewSignal();
    private bool _finished;

    public MemoryTransport() => Deadline = new Deadline(Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero));

    public List<string> Sends { get; } = [];

    public string Sent => string.Concat(Sends);

    public bool Lingered { get; private set; }

    /// <summary>Whether the client stops reading.</summary>
    public bool Stalls { get; set; }

    public long Id => 1;

    public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 50000);

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 8081);

    public bool IsSecure => false;

    public Deadline Deadline { get; }

    public bool IsDraining { get; set; }

    public Action? Begun { get; set; }

    public Action? Emptied { get; set; }

    public CancellationToken Draining => _draining.Token;

    /// <summary>Begins the shutdown of the server.</summary>
    public Task StopAsync()
    {
        IsDraining = true;
        return _draining.CancelAsync();
    }

    public void Arrive(string bytes)
    {
        lock (_gate)
        {
            _arrived.Enqueue(Encoding.Latin1.GetBytes(bytes));
            if (_waiting.Task.IsCompleted)
                _waiting = NewSignal();
            _changed.TrySetResult();
        }
    }

    /// <summary>Ends the client's sending.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            _finished = true;
            _changed.TrySetResult();
        }
    }

    /// <summary>Once the connection waits, advances the clock and checks the deadlines.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await WaitsAsync();
        Time.Advance(time);
        Deadline.Check(Time.GetTimestamp());
    }

    /// <summary>
    /// Advances the clock repeatedly until a deadline has passed: a send sets its deadline only when it has to wait.
    /// </summary>
    public async Task PassUntilDueAsync(TimeSpan step)
    {
        using var patience = new CancellationTokenSource(Hang.Guard);
        await WaitsAsync();
        do
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            Time.Advance(step);
        }
        while (!Deadline.Check(Time.GetTimestamp()));
    }

    /// <summary>Completes when the server has read all bytes and waits for more.</summary>
    public Task WaitsAsync()
    {
        lock (_gate)
            return _waiting.Task.WaitAsync(Hang.Guard);
    }

    public bool TryBeginIdle() => !IsDraining;

    public void EndIdle()
    {
        if (Deadline.Cause == Interruption.Draining)
            Deadline.Resume();
    }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_arrived.TryDequeue(out var bytes))
                {
                    var taken = Math.Min(bytes.Length, buffer.Length);
                    bytes.AsSpan(0, taken).CopyTo(buffer.Span);
                    if (taken < bytes.Length)
                        PutBack(bytes[taken..]);
                    return taken;
                }

                if (_finished)
                    return 0;
                _changed = NewSignal();
                changed = _changed.Task;
                _waiting.TrySetResult();
            }

            await changed.WaitAsync(Deadline.Token);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Stalls)
        {
            lock (_gate)
                _waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, Deadline.Token);
        }

        lock (_gate)
        {
            Sends.Add(Encoding.Latin1.GetString(bytes.Span));
            _sent.SetResult();
            _sent = NewSignal();
        }
    }

    /// <summary>Completes when the sent bytes satisfy a condition.</summary>
    public async Task SentAsync(Func<string, bool> isEnough)
    {
        while (true)
        {
            Task sent;
            lock (_gate)
            {
                if (isEnough(Sent))
                    return;
                sent = _sent.Task;
            }

            await sent.WaitAsync(Hang.Guard);
        }
    }

    public ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        Lingered = true;
        return ValueTask.CompletedTask;
    }

    private void PutBack(byte[] rest)
    {
        var others = _arrived.ToArray();
        _arrived.Clear();
        _arrived.Enqueue(rest);
        foreach (var other in others)
            _arrived.Enqueue(other);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
