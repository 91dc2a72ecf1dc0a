namespace Contract.Tests.Servers;

/// <summary>The servers that implement the contract.</summary>
public enum ServerUnderTest
{
    Minimal,
    HandRolled,
}
