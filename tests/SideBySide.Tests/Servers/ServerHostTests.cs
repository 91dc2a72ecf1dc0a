using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;
using SideBySide.Tests.Experiments;

namespace SideBySide.Tests.Servers;

/// <summary>Kestrel in this process: its deadlines follow the system's clock, and an experiment must not depend on the machine's speed.</summary>
public sealed class ServerHostTests
{
    [Fact]
    public void No_deadline_of_Kestrel_passes_during_an_experiment()
    {
        using var host = ServerHost.OfKestrel("http://127.0.0.1:0", _ => { }).Host;

        var limits = host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        var longest = MatrixFixture.Catalogue.All.Where(experiment => !experiment.Steps.OfType<ProgramStep>().Any()).Max(Runner.Limit);
        Assert.InRange(limits.MinRequestBodyDataRate!.GracePeriod, longest, TimeSpan.MaxValue);
        Assert.InRange(limits.MinResponseDataRate!.GracePeriod, longest, TimeSpan.MaxValue);
        Assert.InRange(limits.RequestHeadersTimeout, longest, TimeSpan.MaxValue);
        Assert.InRange(limits.KeepAliveTimeout, longest, TimeSpan.MaxValue);
    }
}
