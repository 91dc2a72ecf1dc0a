using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>Every experiment has the catalogue's result on every server. The matrix runs once, without other tests.</summary>
[Collection(nameof(LiveMatrix))]
[Trait("kind", "matrix")]
[Trait("kind", "serial")]
public sealed class MatrixTests(MatrixFixture fixture)
{
    public static TheoryData<string> Ids => [.. MatrixFixture.Catalogue.All.Select(experiment => experiment.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Shows_what_the_catalogue_expects(string id)
    {
        var matrix = await fixture.Matrix;
        var experiment = MatrixFixture.Catalogue.Find(id)!;

        Assert.All(matrix.Targets.Where(target => experiment.Expect.ContainsKey(target.Id)), target =>
        {
            var cell = matrix[experiment, target];
            if (cell.Outcome is null && !cell.TookTooLong)
                Assert.Skip($"{id} on {target.Name}: {cell.WhyNot?.En}");
            Assert.True(
                cell.IsExpected,
                $"{target.Id}: expected \"{experiment.Expect[target.Id].Pattern}\", saw \"{cell.Summary}\". {OutcomeText.Of(cell).En}\n"
                    + string.Join('\n', cell.Events.Select(e =>
                        $"{e.At.TotalMilliseconds,8:0.0} {e.Connection} {e.Kind} {e.Error}{e.Note} "
                            + SideBySide.Wire.VisibleLines.Text(e.Bytes.Span[..Math.Min(200, e.Bytes.Length)]))));
        });
    }

    [Fact]
    public async Task Each_deviation_of_the_framework_is_explained_and_no_other()
    {
        var matrix = await fixture.Matrix;
        var minimal = matrix.Targets.Single(target => target.Id == ServerDefinitions.Minimal.Id);
        var deviating = matrix.Experiments.Where(experiment => matrix[experiment, minimal].Verdict is Verdict.Discouraged or Verdict.Forbidden);

        Assert.Equal(
            MatrixFixture.Catalogue.All.Where(experiment => experiment.Deviations.ContainsKey(ServerDefinitions.Minimal.Id))
                .Select(experiment => experiment.Id),
            deviating.Select(experiment => experiment.Id));
    }
}

/// <summary>The tests that need the whole live matrix.</summary>
[CollectionDefinition(nameof(LiveMatrix), DisableParallelization = true)]
public sealed class LiveMatrix : ICollectionFixture<MatrixFixture>;

/// <summary>Runs the whole matrix once.</summary>
public sealed class MatrixFixture : IAsyncLifetime
{
    private readonly CancellationTokenSource _stop = new();
    private SideBySide.Servers.ServerSet? _servers;

    public static Catalogue Catalogue { get; } = Catalogue.Read(Catalogue.Folder);

    public Task<Matrix> Matrix { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _servers = await FreePortServers.OpenAsync(TestContext.Current.CancellationToken);
        Matrix = SideBySide.Experiments.Matrix.RunAsync(new Runner(TimeProvider.System), Catalogue.All, TargetServer.All(_servers), null, _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        await _servers!.DisposeAsync();
    }
}
