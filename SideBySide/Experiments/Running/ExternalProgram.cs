using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>A program of someone else's, such as curl: nobody can say that the experiment was made to fit.</summary>
internal static class ExternalProgram
{
    private const int MaxPrinted = 64 * 1024;

    private static readonly string[] s_proxies = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    /// <summary>Runs it to its end, and takes what it prints and its exit code.</summary>
    /// <returns>False when it is not installed.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<string> words, ReadOnlyMemory<byte> input, TimeSpan within, EventLog log,
        SilenceEvidence evidence, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(words[0], words.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.StartInfo.Environment["LC_ALL"] = "C.UTF-8"; // the same messages everywhere
        foreach (var proxy in s_proxies)
            _ = process.StartInfo.Environment.Remove(proxy); // to the server itself, whatever this user's network is like
        try
        {
            _ = process.Start();
        }
        catch (Win32Exception)
        {
            return false;
        }

        using var killing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var end = Task.WhenAll(
                WriteAsync(process.StandardInput.BaseStream, input, killing.Token),
                CopyAsync(process.StandardOutput.BaseStream, words[0], log, killing.Token),
                CopyAsync(process.StandardError.BaseStream, words[0], log, killing.Token),
                process.WaitForExitAsync(killing.Token));
            var isNotEnding = await evidence.WaitForAsync(end, within, HasNotPrinted, cancellation) is not null;
            if (isNotEnding)
                await killing.CancelAsync();
            await end;
            _ = log.Add(WireEventKind.Noted, words[0], note: string.Create(CultureInfo.InvariantCulture, $"exit={process.ExitCode}"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _ = log.Add(WireEventKind.Noted, words[0], note: "exit=none");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        return true;

        // A program that has neither printed nor ended has only begun.
        bool HasNotPrinted() => !log.Events.Any(e => e.Kind == WireEventKind.Printed);
    }

    private static async Task WriteAsync(Stream standardInput, ReadOnlyMemory<byte> input, CancellationToken cancellation)
    {
        try
        {
            await using (standardInput)
                await standardInput.WriteAsync(input, cancellation);
        }
        catch (IOException)
        {
            // It ended without reading its input, as it may.
        }
    }

    private static async Task CopyAsync(Stream output, string program, EventLog log, CancellationToken cancellation)
    {
        var buffer = new byte[8 * 1024];
        var total = 0;
        while (await output.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            if ((total += count) <= MaxPrinted)
                _ = log.Add(WireEventKind.Printed, program, buffer.AsSpan(0, count).ToArray());
        }
    }
}
