namespace HandRolledHttp.Fuzz.Targets;

/// <summary>A violated invariant: a crash for the fuzzer, a failure for the tests.</summary>
internal sealed class FindingException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Throws if an invariant does not hold.</summary>
    public static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new FindingException(otherwise);
    }
}
