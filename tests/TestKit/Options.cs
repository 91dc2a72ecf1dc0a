namespace TestKit;

/// <summary>Checks of options records that are read from configuration.</summary>
public static class Options
{
    /// <summary>
    /// Fails for each option with its default value, also in nested sections. A test calls it after setting all options, so a new option
    /// that is not read fails the test.
    /// </summary>
    public static void AssertAllDiffer(object defaults, object options)
    {
        foreach (var property in defaults.GetType().GetProperties().Where(p => p.CanWrite))
        {
            var (before, after) = (property.GetValue(defaults), property.GetValue(options));
            if (property.PropertyType.IsClass && property.PropertyType != typeof(string))
                AssertAllDiffer(before!, after!);
            else
                Assert.False(Equals(before, after), $"{property.Name} was set and has its default nevertheless.");
        }
    }
}
