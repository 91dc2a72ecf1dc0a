using HandRolledHttp.Connection;

namespace HandRolledHttp.Tests.Connection;

/// <summary>The table at the top of ConnectionState: the deadline of each phase, also during a shutdown.</summary>
public sealed class ConnectionStateTests
{
    private const int Day = 86_400;

    [Theory]
    [InlineData("Idle", false, 60)]
    [InlineData("Idle", true, 1)]
    [InlineData("Head", false, 20)]
    [InlineData("Head", true, 20)]
    [InlineData("Responding", false, null)]
    [InlineData("Responding", true, null)]
    [InlineData("Body", false, 5)]
    [InlineData("Body", true, 5)]
    [InlineData("Upgraded", false, null)]
    [InlineData("Closing", false, null)]
    public void Each_phase_has_its_deadline(string phase, bool drains, int? seconds)
    {
        Assert.False(IsDue(phase, drains, (seconds ?? Day) - 1));
        Assert.Equal(seconds is not null, IsDue(phase, drains, seconds ?? Day));
    }

    [Fact]
    public void A_body_ends_its_deadline_and_says_how_long_it_took()
    {
        var transport = new MemoryTransport();
        var state = Reach(transport, "Body");
        transport.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), state.EndBody());

        Assert.Equal(ConnectionPhase.Responding, state.Phase);
        Assert.False(IsDue(transport, Day));
    }

    private static bool IsDue(string phase, bool drains, int seconds)
    {
        var transport = new MemoryTransport { IsDraining = drains };
        Assert.Equal(phase, Reach(transport, phase).Phase.ToString());
        return IsDue(transport, seconds);
    }

    private static bool IsDue(MemoryTransport transport, int seconds)
    {
        transport.Time.Advance(TimeSpan.FromSeconds(seconds));
        return transport.Deadline.Check(transport.Time.GetTimestamp());
    }

    // The path of a connection to this phase.
    private static ConnectionState Reach(MemoryTransport transport, string phase)
    {
        var state = new ConnectionState(transport, new Timeouts());
        state.ExpectRequest();
        state.BeginReceive(hasBegun: false);
        if (phase == "Idle")
            return state;
        transport.Begun!();
        if (phase == "Head")
            return state;
        state.EndReceive();
        state.BeginResponding();
        if (phase == "Body")
            state.BeginBody(received: 0, waited: TimeSpan.Zero);
        else if (phase == "Upgraded")
            state.BeginUpgraded();
        else if (phase == "Closing")
            state.BeginClosing();
        return state;
    }
}
