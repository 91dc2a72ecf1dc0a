using System.Buffers;
using System.IO.Pipelines;

namespace Contract.Tests.Differential;

/// <summary>
/// The two pipes between a connection and Kestrel. A pending read after the last sent byte proves that Kestrel has processed all bytes and
/// waits for more, so no further response comes. This needs no clock.
/// </summary>
internal sealed class ObservedPipe : IDuplexPipe
{
    private readonly Lock _gate = new();
    private long _seen;
    private long _written;
    private bool _reads;
    private bool _ended;
    private TaskCompletionSource _changed = NewSignal();

    public ObservedPipe(IDuplexPipe inner) => (Input, Output) = (new Reader(this, inner.Input), new Writer(this, inner.Output));

    /// <inheritdoc/>
    public PipeReader Input { get; }

    /// <inheritdoc/>
    public PipeWriter Output { get; }

    /// <summary>Waits until Kestrel has read this many bytes and waits for more, or has ended the connection.</summary>
    /// <returns>The number of bytes that it wrote so far; <see cref="long.MaxValue"/> if it ended the connection.</returns>
    public async Task<long> IdleAsync(long sent, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_ended)
                    return long.MaxValue;
                if (_reads && _seen >= sent)
                    return _written;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Records that Kestrel has ended the connection.</summary>
    public void End() => Note(() => _ended = true);

    private void Note(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Reader(ObservedPipe observed, PipeReader inner) : PipeReader
    {
        private ReadOnlySequence<byte> _buffer;
        private long _consumed;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var reading = inner.ReadAsync(cancellationToken);
            if (!reading.IsCompleted)
                observed.Note(() => observed._reads = true);
            return Seen(await reading);
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!inner.TryRead(out result))
                return false;
            Seen(result);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            _consumed += _buffer.Slice(0, consumed).Length;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        private ReadResult Seen(ReadResult result)
        {
            _buffer = result.Buffer;
            observed.Note(() =>
            {
                observed._reads = false;
                observed._seen = _consumed + _buffer.Length;
            });
            return result;
        }
    }

    private sealed class Writer(ObservedPipe observed, PipeWriter inner) : PipeWriter
    {
        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes)
        {
            observed.Note(() => observed._written += bytes);
            inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            inner.FlushAsync(cancellationToken);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
