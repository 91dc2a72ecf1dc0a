using Benchmarks;
using Benchmarks.Measuring;
using Benchmarks.Reporting;
using Benchmarks.Results;
using SideBySide.Measure.Load;

namespace SideBySide.Tests.Measure;

/// <summary>The conclusions of the benchmarks, and the conditions for having none.</summary>
public sealed class BenchmarkGoalTests
{
    [Theory]
    [InlineData(2.0, Outcome.Reached, 0)]
    [InlineData(1.5, Outcome.Missed, 0.5)]
    public void A_goal_is_reached_or_missed_by_so_much(double factor, Outcome outcome, double missingBy)
    {
        var verdict = TwiceMinimal(Speeds("HandRolledHttp", 100 * factor, 100 * factor), Speeds("MinimalHttpServer", 100, 100));
        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(missingBy, verdict.MissingBy, 1e-9);
        Assert.Equal(factor, verdict.Value!.Value, 1e-9);
    }

    [Fact]
    public void Rounds_that_disagree_lead_to_no_verdict_on_whichever_side_they_are()
    {
        Assert.Equal(Outcome.TooNoisy, TwiceMinimal(Speeds("HandRolledHttp", 300, 500), Speeds("MinimalHttpServer", 100, 100)).Outcome);
        Assert.Equal(Outcome.TooNoisy, TwiceMinimal(Speeds("HandRolledHttp", 400, 400), Speeds("MinimalHttpServer", 80, 120)).Outcome);
    }

    [Fact]
    public void A_machine_whose_speed_drifts_changes_both_servers_of_a_pair_and_not_the_ratio()
    {
        var verdict = TwiceMinimal(Speeds("HandRolledHttp", 300, 200, 110), Speeds("MinimalHttpServer", 150, 100, 50));
        Assert.Equal(Outcome.Reached, verdict.Outcome);
        Assert.Equal(2.0, verdict.Value!.Value, 1e-9);
    }

    [Fact]
    public void A_single_round_leads_to_no_verdict() =>
        Assert.Equal(Outcome.TooNoisy, TwiceMinimal(Speeds("HandRolledHttp", 400), Speeds("MinimalHttpServer", 100)).Outcome);

    [Fact]
    public void What_was_not_measured_is_not_judged() => Assert.Equal(Outcome.NotMeasured, TwiceMinimal(Speeds("HandRolledHttp", 400, 400)).Outcome);

    [Fact]
    public void Every_goal_finds_its_figures_in_a_suite_that_was_measured_whole()
    {
        string[] servers = ["C, epoll (baseline)", "RawSocketServer", "Kestrel, connection handler", "NetCoreServer", "HandRolledHttp", "MinimalHttpServer", "nginx"];
        var run = new Run("here")
        {
            Measurements = [.. from load in Suite.Parts.SelectMany(part => part.Loads) from server in servers select Speeds(server, 100, 100) with { Load = load.Id }],
            Allocations = [new("echo-64-1024", "RawSocketServer", 0), new("get-64", "HandRolledHttp", 0), new("post-64", "HandRolledHttp", 0)],
            Parser = [new("small", "HandRolled", 100, 0), new("small", "Kestrel", 200, 0), new("browser", "HandRolled", 100, 0), new("browser", "Kestrel", 200, 0)],
            Looks = new("", "NobodyObserves", 1, 0),
        };
        Assert.Empty(Goals.All.Select(goal => goal.Judge(run)).Where(verdict => verdict.Outcome is Outcome.NotMeasured or Outcome.TooNoisy).Select(verdict => verdict.Goal.Title.En));
    }

    [Fact]
    public void No_two_loads_share_an_id()
    {
        var ids = Suite.Parts.SelectMany(part => part.Loads).Select(load => load.Id).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void A_linear_cost_is_flat_and_a_quadratic_one_is_not()
    {
        double[] sizes = [0, 1e3, 1e6, 1e9];
        Assert.Equal(1.0, Growth.Of([.. sizes.Select(x => Point(x, 20 + 0.001 * x))], isConstant: false).Value, 1e-6);
        Assert.True(Growth.Of([.. sizes.Select(x => Point(x, 20 + 0.001 * x + 1e-9 * x * x))], isConstant: false).Value > Curve.MostRise);
    }

    [Fact]
    public void A_cost_that_should_not_grow_may_fall_but_not_rise()
    {
        Assert.Equal(1.0, Growth.Of([Point(1, 30), Point(64, 10), Point(1024, 10)], isConstant: true).Value, 1e-9);
        Assert.Equal(2.0, Growth.Of([Point(1, 30), Point(64, 10), Point(1024, 20)], isConstant: true).Value, 1e-9);
    }

    [Fact]
    public void New_measurements_take_the_place_of_older_ones_of_the_same_load()
    {
        var before = new Run("here") { Measurements = [Speeds("nginx", 1), Speeds("Node", 1), Speeds("nginx", 1) with { Load = "other" }] };
        var after = before.With([Speeds("nginx", 2)]);
        Assert.Equal([("other", 1), ("get-64", 2)], after.Measurements.Select(m => (m.Load, m.Row.RequestsPerSecond)));
    }

    [Fact]
    public void What_people_wrote_into_a_report_is_kept()
    {
        var fresh = ByHand.KeptFrom(null, "Nothing yet.");
        Assert.Contains("Nothing yet.", fresh, StringComparison.Ordinal);
        var edited = "before\n" + fresh.Replace("Nothing yet.", "Tried `poll`.", StringComparison.Ordinal) + "\nafter";
        var kept = ByHand.KeptFrom(edited, "Nothing yet.");
        Assert.Contains("Tried `poll`.", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("before", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("after", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void System_calls_are_read_from_what_perf_prints()
    {
        Assert.Equal(1234, CallsPerRequest.CallsOfPerf(["# started on Tue", "", "1234;;raw_syscalls:sys_enter;801001;100.00;;"]));
        Assert.Null(CallsPerRequest.CallsOfPerf(["<not counted>;;raw_syscalls:sys_enter;0;100.00;;"]));
    }

    [Fact]
    public void The_parsers_figures_are_read_from_BenchmarkDotNets_JSON()
    {
        const string Json = """
            {"Title":"x","Benchmarks":[
              {"Method":"HandRolled","Parameters":"Request=small","Statistics":{"Median":101.5,"Mean":103},"Memory":{"BytesAllocatedPerOperation":0}},
              {"Method":"Kestrel","Parameters":"Request=small","Statistics":null}]}
            """;
        Assert.Equal([new MicroRow("small", "HandRolled", 101.5, 0)], MicroResults.Parse(Json));
    }

    private static Verdict TwiceMinimal(params Measurement[] measurements) => Goals.All[0].Judge(new Run("here") { Measurements = measurements });

    private static CurvePoint Point(double x, double cost) => new(x, new Figure(cost, IsSteady: true));

    private static Measurement Speeds(string server, params double[] rounds) =>
        new("get-64", server, "2026-01-01", [.. rounds.Select(speed => new LoadResult(speed, 0, 1, 2, 3, 10, 1, 0) { MemoryPerIdle = 1000 })]);
}
