using System.Buffers.Binary;
using System.IO.Pipes;

namespace SideBySide.Measure.Load;

/// <summary>What a process has used since it began.</summary>
/// <param name="AllocatedBytes">On the managed heap, whether collected since or not.</param>
/// <param name="Cpu">Processor time of all its threads, in the program and in the kernel on its behalf.</param>
public readonly record struct Usage(long AllocatedBytes, TimeSpan Cpu)
{
    /// <summary>What was used in between.</summary>
    public static Usage operator -(Usage after, Usage before) => new(after.AllocatedBytes - before.AllocatedBytes, after.Cpu - before.Cpu);
}

/// <summary>
/// Asks another .NET process what it has used. The one who answers is a thread of that process that sleeps in a read the rest of the
/// time (<see cref="StartupHook"/>); the question itself costs a few microseconds, which many thousand exchanges share.
/// </summary>
internal sealed class UsageProbe : IAsyncDisposable
{
    /// <summary>Tells the process where it is asked.</summary>
    public const string PipeVariable = "SIDEBYSIDE_WITNESS";

    private const int AnswerLength = 2 * sizeof(long);

    private readonly string _name = $"side-by-side-{Guid.NewGuid():N}";
    private readonly NamedPipeServerStream _pipe;

    public UsageProbe() => _pipe = new NamedPipeServerStream(_name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    /// <summary>What the process must find in its environment when it starts.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(UsageProbe).Assembly.Location,
        [PipeVariable] = _name,
    };

    /// <summary>Asks once.</summary>
    /// <exception cref="EndOfStreamException">The process is gone.</exception>
    public async Task<Usage> AskAsync(CancellationToken cancel)
    {
        if (!_pipe.IsConnected)
            await _pipe.WaitForConnectionAsync(cancel);
        await _pipe.WriteAsync(new byte[1], cancel);
        var answer = new byte[AnswerLength];
        await _pipe.ReadExactlyAsync(answer, cancel);
        return new Usage(BinaryPrimitives.ReadInt64LittleEndian(answer), TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(sizeof(long)))));
    }

    public ValueTask DisposeAsync() => _pipe.DisposeAsync();

    /// <summary>
    /// The other side, in the process that is asked: answers until the pipe ends. It ends with the process that asks, also when that one is
    /// killed, and a server under load that outlived it would keep a processor busy: it ends as well.
    /// </summary>
    public static void Testify(string name)
    {
        try
        {
            using var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
            pipe.Connect(TimeSpan.FromSeconds(20));
            Span<byte> answer = stackalloc byte[AnswerLength];
            while (pipe.ReadByte() >= 0)
            {
                BinaryPrimitives.WriteInt64LittleEndian(answer, GC.GetTotalAllocatedBytes(precise: true));
                BinaryPrimitives.WriteInt64LittleEndian(answer[sizeof(long)..], System.Environment.CpuUsage.TotalTime.Ticks);
                pipe.Write(answer);
            }

            System.Environment.Exit(0);
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException)
        {
            // Nobody was there, or the pipe broke within an answer.
        }
    }
}
