using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MicroBenchmarks;

/// <summary>
/// The collection in which Kestrel stores a request's fields. It is not public, so the calls use delegates that are created once by
/// reflection.
/// </summary>
internal sealed class KestrelFields
{
    private delegate void AppendField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool checkForNewlineChars);

    private readonly AppendField _append;
    private readonly Action _reset;

    public KestrelFields()
    {
        var type = typeof(KestrelServer).Assembly.GetType(
            "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Http.HttpRequestHeaders", throwOnError: true)!;
        var fields = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Single()
            .Invoke([true, null]);
        _append = type.GetMethod("Append", [typeof(ReadOnlySpan<byte>), typeof(ReadOnlySpan<byte>), typeof(bool)])!
            .CreateDelegate<AppendField>(fields);
        _reset = type.GetMethod("Reset", [])!.CreateDelegate<Action>(fields);
    }

    /// <summary>Stores a field.</summary>
    public void Append(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _append(name, value, true);

    /// <summary>Prepares for the next request; strings of repeated values are reused.</summary>
    public void Reset() => _reset();
}
