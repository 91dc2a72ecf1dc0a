namespace HandRolledHttp.Web.Conditions;

/// <summary>What tells one state of a resource from another (RFC 9110 §8.8). A state may have neither, and is a state all the same.</summary>
/// <param name="Tag">ETag; null when there is none.</param>
/// <param name="LastModified">When the state came to be, in whole seconds; null when nobody knows.</param>
public readonly record struct Validators(EntityTag? Tag, DateTimeOffset? LastModified);
