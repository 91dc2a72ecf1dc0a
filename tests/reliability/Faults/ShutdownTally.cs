namespace Reliability;

/// <summary>The results of all shutdowns of a server.</summary>
internal sealed class ShutdownTally
{
    public int Rounds { get; private set; }

    public int Answered { get; private set; }

    public int AnsweredPosts { get; private set; }

    public int LostBefore { get; private set; }

    public int LostAfter { get; private set; }

    public int Told { get; private set; }

    public int Finished { get; set; }

    public int Draining { get; set; }

    public int IdleClosed { get; set; }

    public int Late { get; set; }

    public int BadExits { get; set; }

    public double Slowest { get; set; }

    public void Add(IEnumerable<HttpCaller> callers, long signalled)
    {
        Rounds++;
        foreach (var caller in callers)
        {
            Answered += caller.Answered;
            AnsweredPosts += caller.AnsweredPosts;
            Told += caller.WasTold ? 1 : 0;
            if (caller.LostSince <= signalled)
                LostBefore += caller.Lost;
            else
                LostAfter += caller.Lost;
        }
    }
}
