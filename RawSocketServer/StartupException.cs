using System.Net.Sockets;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>The program cannot start; the message is one sentence for the user.</summary>
public class StartupException(string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>
    /// The exit code of a sub-command that ends with this exception; a server always ends with <see cref="ExitCodes.Failure"/>.
    /// </summary>
    public virtual int ExitCode => ExitCodes.CannotRun;
}

/// <summary>An option, a value or an argument is unknown or invalid; the message is one sentence.</summary>
public sealed class UsageException(string sentence, Exception? inner = null) : StartupException(sentence, inner)
{
    /// <inheritdoc/>
    public override int ExitCode => ExitCodes.Usage;
}

/// <summary>An address cannot be listened on. The code that owns the option adds its name: <see cref="Explain"/>.</summary>
public sealed class ListenException(ListenUrl url, SocketException cause)
    : StartupException(Messages.CannotListen(url, cause.SocketErrorCode, "--urls"), cause)
{
    /// <summary>The same failure, for an option with the name <paramref name="option"/>.</summary>
    public string Explain(string option) => Messages.CannotListen(url, cause.SocketErrorCode, option);
}

/// <summary>Ranges of options.</summary>
public static class Check
{
    /// <summary>Throws if a value is outside its range; the message is one sentence.</summary>
    /// <exception cref="UsageException">The value is out of range.</exception>
    public static void Range<T>(string section, string name, T value, T min, T max) where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new UsageException(Messages.OutOfRange($"{section}:{name}", $"{value}", $"{min}", $"{max}"));
    }

    /// <summary>Converts seconds to a time; more than a day becomes a day, so that a range can be checked afterwards.</summary>
    public static TimeSpan Seconds(double seconds) =>
        seconds is >= -86_400 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromDays(1);
}
