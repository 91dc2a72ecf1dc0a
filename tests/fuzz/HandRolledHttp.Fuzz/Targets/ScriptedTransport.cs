using System.Net;
using HandRolledHttp.Connection;
using RawSocketServer.Listening;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// A connection in memory whose client follows the input: pieces arrive, then the client half-closes, falls silent or resets. Nothing waits,
/// so a run takes microseconds and is always the same.
/// </summary>
internal sealed class ScriptedTransport : ITransport
{
    private const int MostSends = 512;
    private const int MostSent = 1024 * 1024;

    private byte[] _message = [];
    private byte[] _sent = new byte[64 * 1024];
    private int _piecesBefore;
    private byte[] _pieces = [];
    private int _arrived;
    private int _sentLength;
    private int _receives;
    private int _receivesAfterEnd;
    private int _sends;
    private bool _endsInSilence;
    private bool _isIdle;
    private int _drainsAfter;
    private int _resetsAfter;

    public long Id => 1;

    public IPEndPoint RemoteEndPoint { get; } = new(IPAddress.Loopback, 50000);

    public IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 8081);

    public bool IsSecure { get; private set; }

    public Deadline Deadline { get; private set; } = new(StoppedClock.Instance);

    public bool IsDraining => _receives >= _drainsAfter;

    /// <summary>Whether the client was gone before everything was sent.</summary>
    public bool IsBroken { get; private set; }

    public bool Lingered { get; private set; }

    public ReadOnlySpan<byte> Sent => _sent.AsSpan(0, _sentLength);

    public void Begin(FuzzInput input)
    {
        _message = input.Message.ToArray();
        _pieces = input.Pieces.ToArray();
        _piecesBefore = 0;
        _arrived = _sentLength = _receives = _receivesAfterEnd = _sends = 0;
        _endsInSilence = input.EndsInSilence;
        _drainsAfter = input.Drains ? input.AFew : int.MaxValue;
        _resetsAfter = input.Resets ? input.AFew : MostSends;
        IsSecure = input.IsSecure;
        IsBroken = Lingered = false;
        Deadline = new Deadline(StoppedClock.Instance);
    }

    public bool TryBeginIdle() => _isIdle = !IsDraining;

    public void EndIdle()
    {
        _isIdle = false;
        if (Deadline.Cause == Interruption.Draining)
            Deadline.Resume();
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        Require(!Lingered, "Something is received after the close.");
        Require(buffer.Length > 0, "There is no room to receive into, so 0 bytes would look like the end.");
        Deadline.Token.ThrowIfCancellationRequested();
        if (_arrived == _message.Length)
        {
            Require(++_receivesAfterEnd < 3, "The end of input is not noticed.");
            if (!_endsInSilence)
                return ValueTask.FromResult(0);
            Interrupt();
            return ValueTask.FromException<int>(new OperationCanceledException(Deadline.Token));
        }

        var length = Math.Min(NextPiece(), buffer.Length);
        _message.AsSpan(_arrived, length).CopyTo(buffer.Span);
        _arrived += length;
        _receives++;
        return ValueTask.FromResult(length);
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Require(!Lingered, "Something is sent after the close.");
        Require(bytes.Length > 0, "Nothing is sent.");
        Require(_sends <= _resetsAfter, "A send that failed is tried again.");
        Deadline.Token.ThrowIfCancellationRequested();
        if (_sends++ == _resetsAfter || _sentLength + bytes.Length > MostSent)
        {
            _sends = int.MaxValue;
            IsBroken = true;
            var reset = new IOException("The client has reset the connection.");
            Deadline.Break(reset);
            return ValueTask.FromException(reset);
        }

        if (_sent.Length < _sentLength + bytes.Length)
            Array.Resize(ref _sent, Math.Max(_sent.Length * 2, _sentLength + bytes.Length));
        bytes.Span.CopyTo(_sent.AsSpan(_sentLength));
        _sentLength += bytes.Length;
        return ValueTask.CompletedTask;
    }

    public ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        Require(!Lingered, "The connection is closed twice.");
        Lingered = true;
        return ValueTask.CompletedTask;
    }

    // The client is silent: the deadline passes, or a shutdown interrupts the connection, but only if it is idle.
    private void Interrupt()
    {
        var stops = _isIdle && _drainsAfter < int.MaxValue;
        if (stops)
            _drainsAfter = 0;
        Deadline.Interrupt(stops ? Interruption.Draining : Interruption.DeadlinePassed);
    }

    private int NextPiece() => FuzzInput.PieceLength(_pieces, _piecesBefore++, _message.Length - _arrived);
}
