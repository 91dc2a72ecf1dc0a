using System.Net.Sockets;
using RawSocketServer.Listening;

namespace RawSocketServer;

/// <summary>Start-up cannot go on; the message is one sentence for the person who started it.</summary>
public class StartupException(string sentence, Exception? inner = null) : Exception(sentence, inner);

/// <summary>An address cannot be listened on. Who owns the option names it in the sentence: <see cref="Explain"/>.</summary>
public sealed class ListenException(ListenUrl url, SocketException cause) : StartupException(Sentences.CannotListen(url, cause.SocketErrorCode, "--urls"), cause)
{
    /// <summary>The same failure, told to someone whose option for this address is called <paramref name="option"/>.</summary>
    public string Explain(string option) => Sentences.CannotListen(url, cause.SocketErrorCode, option);
}

/// <summary>Ranges of options.</summary>
public static class Check
{
    /// <summary>Throws one clear sentence when a value is outside its range.</summary>
    /// <exception cref="StartupException">It is.</exception>
    public static void Range<T>(string section, string name, T value, T min, T max) where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            throw new StartupException(Sentences.OutOfRange($"{section}:{name}", $"{value}", $"{min}", $"{max}"));
    }
}
