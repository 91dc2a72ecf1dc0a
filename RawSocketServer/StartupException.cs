using System.Net.Sockets;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>Start-up cannot go on; the message is one sentence for the person who started it.</summary>
public class StartupException(string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>The exit code of a sub-command that ends with it; a server always ends with <see cref="ExitCodes.Failure"/>.</summary>
    public virtual int ExitCode => ExitCodes.CannotRun;
}

/// <summary>An option, a value or an argument means nothing here; the message is one sentence.</summary>
public sealed class UsageException(string sentence, Exception? inner = null) : StartupException(sentence, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => ExitCodes.Usage;
}

/// <summary>An address cannot be listened on. Who owns the option names it in the sentence: <see cref="Explain"/>.</summary>
public sealed class ListenException(ListenUrl url, SocketException cause) : StartupException(Messages.CannotListen(url, cause.SocketErrorCode, "--urls"), cause)
{
    /// <summary>The same failure, told to someone whose option for this address is called <paramref name="option"/>.</summary>
    public string Explain(string option) => Messages.CannotListen(url, cause.SocketErrorCode, option);
}

/// <summary>Ranges of options.</summary>
public static class Check
{
    /// <summary>Throws one clear sentence when a value is outside its range.</summary>
    /// <exception cref="UsageException">It is.</exception>
    public static void Range<T>(string section, string name, T value, T min, T max) where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new UsageException(Messages.OutOfRange($"{section}:{name}", $"{value}", $"{min}", $"{max}"));
    }

    /// <summary>Seconds as a time; more than a day is a day, so that a range can be checked afterwards.</summary>
    public static TimeSpan Seconds(double seconds) =>
        seconds is >= -86_400 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1);
}
