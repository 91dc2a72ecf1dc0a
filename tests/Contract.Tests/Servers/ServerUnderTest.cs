namespace Contract.Tests.Servers;

/// <summary>The servers that meet the contract.</summary>
public enum ServerUnderTest
{
    Minimal,
    HandRolled,
}
