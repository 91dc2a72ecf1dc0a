namespace HandRolledHttp.Fuzz.Targets;

/// <summary>Something that must never be: to the fuzzer a crash, to the tests a failure.</summary>
internal sealed class FindingException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Holds what always holds.</summary>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new FindingException(otherwise);
    }
}
