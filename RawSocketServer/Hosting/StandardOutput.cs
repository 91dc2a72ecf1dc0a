using System.Runtime.InteropServices;
using System.Text;

namespace RawSocketServer.Hosting;

/// <summary>
/// A program's standard output, which may be closed, a full disk, or a pipe without a reader. A failed write ends the program with one
/// sentence and exit code 1; without a reader it ends silently, with the exit code that a shell shows after SIGPIPE.
/// </summary>
public static class StandardOutput
{
    /// <summary>Standard output, byte for byte. A failed write is an <see cref="OutputException"/>.</summary>
    public static Stream Open() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new DescriptorStream(1);

    /// <summary>Standard input.</summary>
    /// <exception cref="IOException">
    /// It is closed. The runtime may have reused its number for a file, and reading that would wait forever.
    /// </exception>
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows() || DescriptorStream.IsOpen(0)
            ? Console.OpenStandardInput()
            : throw new IOException(Marshal.GetPInvokeErrorMessage(DescriptorStream.BadDescriptor));

    /// <summary>Runs a program whose console output goes through <see cref="Open"/>.</summary>
    /// <param name="run">The program.</param>
    /// <returns>
    /// The program's exit code; <see cref="ExitCodes.Failure"/> or <see cref="ExitCodes.ReaderIsGone"/> if its output cannot be written.
    /// </returns>
    public static async Task<int> GuardAsync(Func<Task<int>> run)
    {
        Console.SetError(new SilentlyFailing(Console.Error)); // a message that cannot be written must not hide the exit code
        if (!OperatingSystem.IsWindows())
            Console.SetOut(new StreamWriter(Open(), Console.OutputEncoding) { AutoFlush = true });
        try
        {
            return await run();
        }
        catch (OutputException e) when (e.ReaderIsGone)
        {
            return ExitCodes.ReaderIsGone;
        }
        catch (OutputException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failure;
        }
    }

    // .NET's own stream treats a closed pipe as success, so the program would run forever.
    private sealed class DescriptorStream(int descriptor) : Stream
    {
        private const int Interrupted = 4;
        private const int TryAgain = 11;
        private const int TryAgainOnMac = 35;
        private const int BrokenPipe = 32;
        public const int BadDescriptor = 9;
        private const int GetDescriptorFlags = 1;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        // If it was closed at the start, the runtime may have reused its number for a file. Such a file has the close-on-exec flag.
        public static bool IsOpen(int descriptor) => Fcntl(descriptor, GetDescriptorFlags) == 0;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!IsOpen(descriptor))
                throw new OutputException(BadDescriptor);
            while (buffer.Length > 0)
            {
                var written = Write(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length);
                if (written >= 0)
                    buffer = buffer[(int)written..];
                else
                    Failed(Marshal.GetLastPInvokeError());
            }
        }

        private void Failed(int error)
        {
            if (error is TryAgain or TryAgainOnMac) // another program made the terminal or the pipe non-blocking
                _ = Poll([new PollDescriptor { Descriptor = descriptor, Events = 4 }], 1, -1);
            else if (error != Interrupted)
                throw new OutputException(error, error == BrokenPipe);
        }

        [DllImport("libc", EntryPoint = "write", SetLastError = true)]
        private static extern nint Write(int descriptor, ref byte bytes, nint count);

        [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
        private static extern int Fcntl(int descriptor, int command);

        [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
        private static extern int Poll([In] PollDescriptor[] descriptors, nuint count, int timeout);

        [StructLayout(LayoutKind.Sequential)]
        private struct PollDescriptor
        {
            public int Descriptor;
            public short Events;
            public short Happened;
        }
    }

    private sealed class SilentlyFailing(TextWriter inner) : TextWriter
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => Try(() => inner.Write(value));

        public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

        public override void Write(string? value) => Try(() => inner.Write(value));

        public override void Flush() => Try(inner.Flush);

        private static void Try(Action write)
        {
            try
            {
                write();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The message is lost; the exit code is not.
            }
        }
    }
}

/// <summary>Standard output cannot be written. The message is one sentence in the user's language.</summary>
/// <param name="error">The system's error number.</param>
/// <param name="readerIsGone">Whether the other end of the pipe was closed.</param>
public sealed class OutputException(int error, bool readerIsGone = false)
    : IOException(Messages.OutputFailed(Marshal.GetPInvokeErrorMessage(error)))
{
    /// <summary>Whether the other end of the pipe was closed.</summary>
    public bool ReaderIsGone => readerIsGone;
}
