namespace Dialtone.Wire.Presence;

/// <summary>The containers that every user has: who is in one sees what is published in it (MS-PRES).</summary>
public static class ContainerNumbers
{
    /// <summary>Everybody who is in no other: name and mail address.</summary>
    public const uint Everybody = 0;

    /// <summary>The user alone.</summary>
    public const uint Self = 1;

    /// <summary>What the server makes the state of <see cref="External"/>, colleagues, friends and family of.</summary>
    public const uint Aggregation = 2;

    /// <summary>What the server makes the state of <see cref="Workgroup"/> of.</summary>
    public const uint AggregationOfWorkgroup = 3;

    /// <summary>Contacts of federated enterprises.</summary>
    public const uint External = 100;

    /// <summary>Everybody of the same enterprise.</summary>
    public const uint Colleagues = 200;

    /// <summary>Those who may interrupt.</summary>
    public const uint Workgroup = 300;

    /// <summary>Friends and family.</summary>
    public const uint FriendsAndFamily = 400;

    /// <summary>Those who see nothing.</summary>
    public const uint Blocked = 32000;
}
